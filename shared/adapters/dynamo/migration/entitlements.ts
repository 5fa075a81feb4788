/** The entitlements of linked legacy users in the directory table. */
import type { Entitlements } from "../../../ports/entitlements.js";
import { isActiveAccount } from "../accounts/active-account.js";
import type { DynamoDirectoryStore } from "../accounts/directory-writes.js";
import { commitDocuments } from "../audit/audit-commit.js";
import type { TransactItem } from "../documents.js";
import {
  formerMembershipRowKey,
  legacyAttributesRowKey,
  legacyIdentityRowKey,
  profileRowKey,
} from "../row-keys.js";
import { membershipRows } from "../rows.js";

export const dynamoEntitlements = (store: DynamoDirectoryStore): Entitlements => ({
  join: async (membership, event) => {
    if (!(await isActiveAccount(store, membership.systemAccountId))) return "refused";
    const join = (isFormer: boolean) =>
      commitDocuments(store, joining(store.directoryTable, membership, isFormer), event);
    const outcome = await join(false);
    return outcome !== "refused" || (await join(true)) !== "refused" ? "joined" : "refused";
  },
  settle: async (given, event) => {
    const outcome = await commitDocuments(store, settlement(store.directoryTable, given), event);
    return outcome === "committed" ? "settled" : "gone";
  },
});

/**
 * Any earlier membership ends the entitlement. The profile, which is written anyway, says that a user never left an
 * account; only for those who did, `isFormer`, the row of the ending is checked.
 */
const joining = (
  TableName: string,
  { userId, systemAccountId, role }: Parameters<Entitlements["join"]>[0],
  isFormer: boolean,
): TransactItem[] => [
  ...membershipRows({ userId, systemAccountId, role, status: "ACTIVE" }).map((Item) => ({
    Put: { TableName, Item, ConditionExpression: "attribute_not_exists(pk)" },
  })),
  ...(isFormer
    ? [
        {
          ConditionCheck: {
            TableName,
            Key: formerMembershipRowKey(userId, systemAccountId),
            ConditionExpression: "attribute_not_exists(pk)",
          },
        },
      ]
    : []),
  {
    Update: {
      TableName,
      Key: profileRowKey(userId),
      UpdateExpression:
        "SET active_account_id = if_not_exists(active_account_id, :account) ADD membership_count :one, membership_version :one",
      ConditionExpression: `attribute_exists(pk)${isFormer ? "" : " AND attribute_not_exists(has_left)"}`,
      ExpressionAttributeValues: { ":account": systemAccountId, ":one": 1 },
    },
  },
];

const settlement = (
  TableName: string,
  { legacyId, userId, groups, attributes }: Parameters<Entitlements["settle"]>[0],
): TransactItem[] => [
  {
    Update: {
      TableName,
      Key: legacyIdentityRowKey(legacyId),
      UpdateExpression: "REMOVE entitlements",
      ConditionExpression: "attribute_exists(entitlements) AND user_id = :user",
      ExpressionAttributeValues: { ":user": userId },
    },
  },
  {
    Update: {
      TableName,
      Key: profileRowKey(userId),
      UpdateExpression:
        "SET #groups = list_append(if_not_exists(#groups, :none), :groups) REMOVE legacy_attributes",
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeNames: { "#groups": "groups" },
      ExpressionAttributeValues: { ":none": [], ":groups": groups },
    },
  },
  // Replaces the attributes of an earlier legacy record. Those of a user who was linked long ago are in the profile.
  { Put: { TableName, Item: { ...legacyAttributesRowKey(userId), legacy_attributes: attributes } } },
];

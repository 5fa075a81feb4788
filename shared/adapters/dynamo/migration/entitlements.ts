/** The entitlements of linked legacy users in the directory table. */
import type { Entitlements } from "../../../ports/entitlements.js";
import { isActiveAccount } from "../accounts/active-account.js";
import type { DynamoDirectoryStore } from "../accounts/directory-writes.js";
import { commitDocuments } from "../audit/audit-commit.js";
import type { TransactItem } from "../documents.js";
import { formerMembershipRowKey, legacyIdentityRowKey, profileRowKey } from "../row-keys.js";
import { membershipRows } from "../rows.js";

export const dynamoEntitlements = (store: DynamoDirectoryStore): Entitlements => ({
  join: async (membership, event) => {
    if (!(await isActiveAccount(store, membership.systemAccountId))) return "refused";
    const outcome = await commitDocuments(store, joining(store.directoryTable, membership), event);
    return outcome === "refused" ? "refused" : "joined";
  },
  settle: async (given, event) => {
    const outcome = await commitDocuments(store, settlement(store.directoryTable, given), event);
    return outcome === "committed" ? "settled" : "gone";
  },
});

const joining = (
  TableName: string,
  { userId, systemAccountId, role }: Parameters<Entitlements["join"]>[0],
): TransactItem[] => [
  ...membershipRows({ userId, systemAccountId, role, status: "ACTIVE" }).map((Item) => ({
    Put: { TableName, Item, ConditionExpression: "attribute_not_exists(pk)" },
  })),
  // Any earlier membership ends the entitlement.
  {
    ConditionCheck: {
      TableName,
      Key: formerMembershipRowKey(userId, systemAccountId),
      ConditionExpression: "attribute_not_exists(pk)",
    },
  },
  {
    Update: {
      TableName,
      Key: profileRowKey(userId),
      UpdateExpression:
        "SET active_account_id = if_not_exists(active_account_id, :account) ADD membership_count :one, membership_version :one",
      ConditionExpression: "attribute_exists(pk)",
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
        "SET #groups = list_append(if_not_exists(#groups, :none), :groups), legacy_attributes = :attributes",
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeNames: { "#groups": "groups" },
      ExpressionAttributeValues: { ":none": [], ":groups": groups, ":attributes": attributes },
    },
  },
];

/**
 * Merges a duplicate user in DynamoDB. Every step is one transaction; the duplicate's row records the
 * remaining steps.
 */
import type { Membership } from "../../../domain/account.js";
import type { Merge } from "../../../domain/duplicates.js";
import type { Merges } from "../../../ports/merges.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { commitDocuments } from "../audit/audit-commit.js";
import type { TransactItem } from "../documents.js";
import {
  accountRowKey,
  legacyIdentityRowKey,
  memberRowKey,
  membershipRowKey,
  profileRowKey,
} from "../row-keys.js";
import type { Row } from "../rows.js";
import { type ScannedDirectoryStore, scanRows } from "../scan.js";
import { dynamoHoldings } from "./holdings.js";

export const dynamoMerges = (store: ScannedDirectoryStore): Merges => {
  const table = store.directoryTable;
  return {
    ...dynamoHoldings(store),
    unfinished: async function* () {
      const rows = scanRows(store.client, {
        TableName: table,
        FilterExpression: "attribute_exists(merging)",
      });
      for await (const { merging } of rows) yield merging as Merge;
    },
    begin: async (merge, event) => {
      const outcome = await commitDocuments(store, beginning(table, merge), event);
      return outcome === "refused" ? "refused" : "begun";
    },
    moveMembership: async (merge, membership, event) => {
      const { userId, systemAccountId } = membership;
      const row = await orUnavailable(() =>
        store.documents.get(table, membershipRowKey(userId, systemAccountId)),
      );
      const moved = await commitDocuments(store, move(table, merge, membership, row ?? {}), event);
      if (moved !== "refused") return "moved";
      const details = { ...event.details, reason: "kept" };
      await commitDocuments(store, lapse(table, merge, membership), { ...event, details });
      return "kept";
    },
    moveLegacyId: async (merge, legacyId, event) => {
      const outcome = await commitDocuments(store, legacyMove(table, merge, legacyId, event.at), event);
      return outcome === "refused" ? "refused" : "moved";
    },
    end: async (merge, event) => {
      await commitDocuments(store, [ending(table, merge)], event);
    },
  };
};

const beginning = (TableName: string, merge: Merge): TransactItem[] => [
  {
    Update: {
      TableName,
      Key: profileRowKey(merge.duplicateUserId),
      UpdateExpression: "SET #status = :suspended, merge_into = :into, merging = :merge",
      ConditionExpression:
        "attribute_exists(pk) AND attribute_not_exists(merge_into) AND #status <> :suspended",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":suspended": "SUSPENDED", ":into": merge.userId, ":merge": merge },
    },
  },
  {
    ConditionCheck: {
      TableName,
      Key: profileRowKey(merge.userId),
      ConditionExpression: "attribute_exists(pk) AND #status <> :suspended",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":suspended": "SUSPENDED" },
    },
  },
];

const ending = (TableName: string, { duplicateUserId }: Merge): TransactItem => ({
  Update: {
    TableName,
    Key: profileRowKey(duplicateUserId),
    UpdateExpression: "REMOVE merging",
    ConditionExpression: "attribute_exists(merging)",
  },
});

// All columns move, also the time of an earlier departure: what the user had before it must not count again.
const move = (TableName: string, merge: Merge, membership: Membership, row: Row): TransactItem[] => [
  ...removal(TableName, membership),
  ...[
    membershipRowKey(merge.userId, membership.systemAccountId),
    memberRowKey(membership.systemAccountId, merge.userId),
  ].map((key) => ({
    Put: {
      TableName,
      Item: { ...row, ...key, user_id: merge.userId },
      ConditionExpression: "attribute_not_exists(pk)",
    },
  })),
  counted(TableName, merge.duplicateUserId, membership, -1),
  counted(TableName, merge.userId, membership, 1),
];

const lapse = (TableName: string, merge: Merge, membership: Membership): TransactItem[] => [
  ...removal(TableName, membership),
  {
    ConditionCheck: {
      TableName,
      Key: membershipRowKey(merge.userId, membership.systemAccountId),
      ConditionExpression: "attribute_exists(pk)",
    },
  },
  counted(TableName, merge.duplicateUserId, membership, -1),
  ...(membership.owner === true ? [fewerOwners(TableName, membership)] : []),
];

// The remaining membership keeps its role, so the account may lose its last owner. Operators then name a new
// one.
const fewerOwners = (TableName: string, { systemAccountId }: Membership): TransactItem => ({
  Update: {
    TableName,
    Key: accountRowKey(systemAccountId),
    UpdateExpression: "ADD owner_count :less",
    ExpressionAttributeValues: { ":less": -1 },
  },
});

// Deletes the membership only if it is unchanged since it was read: its role may have been changed.
const removal = (TableName: string, { userId, systemAccountId, role, status }: Membership): TransactItem[] =>
  [membershipRowKey(userId, systemAccountId), memberRowKey(systemAccountId, userId)].map((Key) => ({
    Delete: {
      TableName,
      Key,
      ConditionExpression: "#role = :role AND #status = :status",
      ExpressionAttributeNames: { "#role": "role", "#status": "status" },
      ExpressionAttributeValues: { ":role": role, ":status": status },
    },
  }));

const counted = (TableName: string, userId: string, { status }: Membership, by: 1 | -1): TransactItem => ({
  Update: {
    TableName,
    Key: profileRowKey(userId),
    UpdateExpression: "ADD membership_count :count, membership_version :one",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeValues: { ":count": status === "ACTIVE" ? by : 0, ":one": 1 },
  },
});

const legacyMove = (TableName: string, merge: Merge, legacyId: string, at: string): TransactItem[] => [
  {
    Update: {
      TableName,
      Key: legacyIdentityRowKey(legacyId),
      UpdateExpression: "SET user_id = :user, #sub = :sub, #state = :linked, linked_at = :at",
      ConditionExpression: "user_id = :duplicate",
      ExpressionAttributeNames: { "#sub": "sub", "#state": "state" },
      ExpressionAttributeValues: {
        ":user": merge.userId,
        ":duplicate": merge.duplicateUserId,
        ":sub": merge.sub,
        ":linked": "LINKED",
        ":at": at,
      },
    },
  },
  {
    Update: {
      TableName,
      Key: profileRowKey(merge.userId),
      UpdateExpression: "SET legacy_id = :legacy",
      ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(legacy_id)",
      ExpressionAttributeValues: { ":legacy": legacyId },
    },
  },
  {
    Update: {
      TableName,
      Key: profileRowKey(merge.duplicateUserId),
      UpdateExpression: "REMOVE legacy_id",
    },
  },
];

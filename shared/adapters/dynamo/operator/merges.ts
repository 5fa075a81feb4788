/**
 * Merges a duplicate user in DynamoDB. Every step is one transaction; the duplicate's row records the
 * remaining steps.
 */
import type { Membership } from "../../../domain/account.js";
import type { Merge } from "../../../domain/duplicates.js";
import type { Merges } from "../../../ports/merges.js";
import { commitDocuments } from "../audit/audit-commit.js";
import { getRows, type TransactItem } from "../documents.js";
import {
  accountRowKey,
  formerMembershipRowKey,
  legacyIdentityRowKey,
  memberRowKey,
  membershipRowKey,
  profileRowKey,
  type RowKey,
} from "../row-keys.js";
import { directoryColumns, type Row } from "../rows.js";
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
      const { held, kept } = await rowsOf(store, merge, membership);
      if (kept === undefined) {
        const moved = await commitDocuments(store, move(table, merge, membership, held), event);
        if (moved !== "refused") return "moved";
      }
      // Also if the user got a membership in the meantime.
      const now = kept ?? (await rowsOf(store, merge, membership)).kept;
      const details = { ...event.details, reason: "kept" };
      await commitDocuments(store, lapse(table, merge, membership, { held, kept: now }), {
        ...event,
        details,
      });
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

/** The rows of the duplicate's membership and of the user's, or of their last endings. */
const rowsOf = async (
  { documents, directoryTable }: ScannedDirectoryStore,
  { userId }: Merge,
  { userId: duplicateUserId, systemAccountId }: Membership,
): Promise<{ readonly held: Row | undefined; readonly kept: Row | undefined }> => {
  const keys = [duplicateUserId, userId].flatMap((id) => [
    membershipRowKey(id, systemAccountId),
    formerMembershipRowKey(id, systemAccountId),
  ]);
  const rows = await getRows(documents, directoryTable, keys);
  const [held, left, kept, keptEnd] = keys.map(({ pk, sk }) =>
    rows.find((row) => row.pk === pk && row.sk === sk),
  );
  return { held: held ?? left, kept: kept ?? keptEnd };
};

// All columns move, also the time of an earlier departure: what the user had before it must not count again.
const move = (
  TableName: string,
  merge: Merge,
  membership: Membership,
  row: Row | undefined,
): TransactItem[] => {
  const held = membershipRowKey(merge.userId, membership.systemAccountId);
  const former = formerMembershipRowKey(merge.userId, membership.systemAccountId);
  const listed = memberRowKey(membership.systemAccountId, merge.userId);
  const [puts, absent] = membership.status === "REMOVED" ? [[former], held] : [[held, listed], former];
  return [
    ...removal(TableName, membership, row),
    ...puts.map((key) => ({
      Put: {
        TableName,
        Item: { ...row, ...key, user_id: merge.userId },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    })),
    { ConditionCheck: { TableName, Key: absent, ConditionExpression: "attribute_not_exists(pk)" } },
    counted(TableName, merge.duplicateUserId, membership, -1),
    counted(TableName, merge.userId, membership, 1),
  ];
};

const lapse = (
  TableName: string,
  merge: Merge,
  membership: Membership,
  { held, kept }: { readonly held: Row | undefined; readonly kept: Row | undefined },
): TransactItem[] => [
  ...removal(TableName, membership, held),
  {
    ConditionCheck: {
      TableName,
      Key: kept === undefined ? membershipRowKey(merge.userId, membership.systemAccountId) : keyOf(kept),
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

const keyOf = (row: Row): RowKey => {
  const columns = directoryColumns(row);
  return { pk: columns.text("pk"), sk: columns.text("sk") };
};

// Deletes the membership only if it is unchanged since it was read: its role may have been changed.
const removal = (
  TableName: string,
  { userId, systemAccountId, role, status }: Membership,
  held: Row | undefined,
): TransactItem[] => {
  const former = formerMembershipRowKey(userId, systemAccountId);
  const Key = held === undefined ? membershipRowKey(userId, systemAccountId) : keyOf(held);
  return [
    {
      Delete: {
        TableName,
        Key,
        ConditionExpression: "#role = :role AND #status = :status",
        ExpressionAttributeNames: { "#role": "role", "#status": "status" },
        ExpressionAttributeValues: { ":role": role, ":status": status },
      },
    },
    ...[memberRowKey(systemAccountId, userId), ...(Key.sk === former.sk ? [] : [former])].map((key) => ({
      Delete: { TableName, Key: key },
    })),
  ];
};

const counted = (TableName: string, userId: string, { status }: Membership, by: 1 | -1): TransactItem => ({
  Update: {
    TableName,
    Key: profileRowKey(userId),
    UpdateExpression: `ADD membership_count :count, membership_version :one${status === "REMOVED" ? " SET has_left = :left" : ""}`,
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeValues: {
      ...{ ":count": status === "ACTIVE" ? by : 0, ":one": 1 },
      ...(status === "REMOVED" && { ":left": true }),
    },
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

/** Erases users in DynamoDB. The profile is the last row: it records that the erasure began. */
import type { Membership } from "../../../domain/account.js";
import { AuthError } from "../../../domain/errors.js";
import type { Erasures } from "../../../ports/erasures.js";
import { orUnavailable } from "../../aws/unavailable.js";
import type { DynamoDirectoryStore } from "../accounts/directory-writes.js";
import {
  invitationRowKey,
  invitationTokenRowKey,
  listedInvitationRowKey,
} from "../accounts/invitation-writes.js";
import { commitDocuments } from "../audit/audit-commit.js";
import type { TransactItem } from "../documents.js";
import {
  accountRowKey,
  legacyAddressRowKey,
  legacyIdentityRowKey,
  memberRowKey,
  profileRowKey,
  provedAddressRowKey,
  type RowKey,
  subRowKey,
  tombstoneRowKey,
} from "../row-keys.js";
import { directoryColumns, membershipFrom, type Row } from "../rows.js";

export const dynamoErasures = (store: DynamoDirectoryStore): Erasures => {
  const { documents, directoryTable: TableName } = store;
  return {
    begin: async (erasure, event) => {
      const outcome = await commitDocuments(store, beginning(TableName, erasure, event.at), event);
      if (outcome !== "refused") return "begun";
      const profile = await orUnavailable(() => documents.get(TableName, profileRowKey(erasure.userId)));
      return profile === undefined ? "unknown" : "begun";
    },
    deleteRows: ({ profile: { userId, email }, subs, legacy }) =>
      orUnavailable(async () => {
        const held = await rowsUnder(store, profileRowKey(userId).pk);
        // Before the rows of earlier addresses, which a repeated run would not find.
        for (const address of new Set([email, legacy?.email ?? email, ...held.flatMap(earlierAddresses)]))
          for (const { pk, sk } of await rowsUnder(
            store,
            provedAddressRowKey({ email: address, userName: "" }).pk,
          ))
            await documents.take(TableName, { pk: String(pk), sk: String(sk) });
        for (const row of held) if (row.sk !== profileRowKey(userId).sk) await deleteRow(store, row);
        for (const sub of subs) await documents.take(TableName, subRowKey(sub));
        const addresses = new Set([email, legacy?.email ?? email]);
        for (const address of addresses) await deleteInvitations(store, address);
        if (legacy === undefined || legacy.userId !== userId) return;
        for (const address of addresses)
          await transacted(store, [addressDeletion(TableName, address, legacy.legacyId)]);
        await transacted(store, [identityDeletion(TableName, legacy.legacyId, userId)]);
      }),
    complete: async (userId, event) => {
      await commitDocuments(store, [{ Delete: { TableName, Key: profileRowKey(userId) } }], event);
    },
  };
};

const beginning = (
  TableName: string,
  { userId, tombstones }: Parameters<Erasures["begin"]>[0],
  at: string,
): TransactItem[] => [
  {
    Update: {
      TableName,
      Key: profileRowKey(userId),
      UpdateExpression: "SET #status = :suspended, suspended_at = :at, erasing_at = :at",
      ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(erasing_at)",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":suspended": "SUSPENDED", ":at": at },
    },
  },
  // The day only: the exact time could be joined with the events of the user.
  ...tombstones.map((hash) => ({
    Put: { TableName, Item: { ...tombstoneRowKey(hash), erased_on: at.slice(0, 10) } },
  })),
];

const rowsUnder = async (
  { documents, directoryTable: TableName }: DynamoDirectoryStore,
  pk: string,
): Promise<readonly Row[]> => {
  const found: Row[] = [];
  let from: Readonly<Record<string, string>> | undefined;
  do {
    const { rows, next } = await documents.query({
      TableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      ExclusiveStartKey: from,
    });
    found.push(...rows);
    from = next;
  } while (from !== undefined);
  return found;
};

const earlierAddresses = (row: Row): readonly string[] =>
  [row.previous_email, row.email].filter((address) => typeof address === "string");

const deleteRow = async (store: DynamoDirectoryStore, row: Row): Promise<void> => {
  const columns = directoryColumns(row);
  const key = { pk: columns.text("pk"), sk: columns.text("sk") };
  const { directoryTable: TableName, documents } = store;
  if (!key.sk.startsWith("MEMBER#")) return void (await documents.take(TableName, key));
  const membership = membershipFrom(row);
  if (membership !== undefined) await transacted(store, membershipDeletion(TableName, key, membership));
};

/** The invitations of an address in any state: the row of each, last, and the rows that lead to it. */
const deleteInvitations = async (store: DynamoDirectoryStore, email: string): Promise<void> => {
  const { documents, directoryTable: TableName } = store;
  for (const row of await rowsUnder(store, invitationRowKey({ email, systemAccountId: "" }).pk)) {
    const columns = directoryColumns(row);
    const systemAccountId = columns.text("system_account_id");
    const listed = listedInvitationRowKey(systemAccountId, columns.text("invitation_id"));
    await documents.take(TableName, listed);
    await documents.take(TableName, invitationTokenRowKey(columns.text("token_hash")));
    await documents.take(TableName, invitationRowKey({ email, systemAccountId }));
  }
};

const membershipDeletion = (
  TableName: string,
  Key: RowKey,
  { systemAccountId, userId, owner }: Membership,
): TransactItem[] => [
  { Delete: { TableName, Key, ConditionExpression: "attribute_exists(pk)" } },
  { Delete: { TableName, Key: memberRowKey(systemAccountId, userId) } },
  ...(owner === true
    ? [
        {
          Update: {
            TableName,
            Key: accountRowKey(systemAccountId),
            UpdateExpression: "ADD owner_count :less",
            ConditionExpression: "attribute_exists(owner_count)",
            ExpressionAttributeValues: { ":less": -1 },
          },
        },
      ]
    : []),
];

const addressDeletion = (TableName: string, email: string, legacyId: string): TransactItem => ({
  Delete: {
    TableName,
    Key: legacyAddressRowKey(email),
    ConditionExpression: "attribute_not_exists(pk) OR legacy_id = :legacy",
    ExpressionAttributeValues: { ":legacy": legacyId },
  },
});

const identityDeletion = (TableName: string, legacyId: string, userId: string): TransactItem => ({
  Delete: {
    TableName,
    Key: legacyIdentityRowKey(legacyId),
    ConditionExpression: "attribute_not_exists(pk) OR user_id = :user",
    ExpressionAttributeValues: { ":user": userId },
  },
});

/** Rows that are gone, or are another user's, stay as they are. @throws AuthError `temporarily_unavailable`. */
const transacted = async (
  { documents }: DynamoDirectoryStore,
  items: readonly TransactItem[],
): Promise<void> => {
  const reasons = await documents.transact(items);
  const done = reasons === undefined || reasons.includes("ConditionalCheckFailed");
  if (!done) throw new AuthError("temporarily_unavailable");
};

/**
 * Invitations in the directory table: one row per address and account with the invitation's state, one that
 * finds it by token hash, and one that lists it under the account. A replacement does not delete the last
 * two.
 */
import type { Account } from "../../../domain/account.js";
import type { Invitation, InvitationStatus } from "../../../domain/invitation.js";
import type { Invitations } from "../../../ports/invitations.js";
import type { Page, PageOf } from "../../../ports/page.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { commitDocuments } from "../audit/audit-commit.js";
import { type DocumentKey, getRows, type TransactItem } from "../documents.js";
import { NOT_ENDED } from "../kept-rows.js";
import { filledPage, pageOfRows } from "../pages.js";
import { accountRowKey, formerMembershipRowKey, profileRowKey, type RowKey } from "../row-keys.js";
import { accountFrom, directoryColumns, type Row } from "../rows.js";
import type { DynamoDirectoryStore } from "./directory-writes.js";
import {
  ADDRESS_PREFIX,
  acceptance,
  creation,
  ending,
  invitationRowKey,
  invitationTokenRowKey,
  LIST_PREFIX,
  leavingList,
  listedInvitationRowKey,
} from "./invitation-writes.js";
import { membershipUnchanged } from "./member-changes.js";

const STATUSES = {
  PENDING: true,
  ACCEPTED: true,
  DECLINED: true,
  REVOKED: true,
} as const satisfies Record<InvitationStatus, true>;

const invitationFrom = (row: Row): Invitation => {
  const columns = directoryColumns(row);
  const invitedAt = columns.optionalText("invited_at");
  return {
    invitationId: columns.text("invitation_id"),
    email: columns.text("email"),
    systemAccountId: columns.text("system_account_id"),
    role: columns.text("role"),
    invitedBy: columns.text("invited_by"),
    ...(columns.flag("by_operator") && { byOperator: true }),
    ...(invitedAt !== undefined && { invitedAt }),
    status: columns.oneOf("status", STATUSES),
    expiresAtSeconds: columns.number("expires_at"),
  };
};

/** DynamoDB ends a page at a megabyte, thousands of invitations. */
const openTo = (TableName: string, email: string, now: Date, from: DocumentKey | undefined) => ({
  TableName,
  KeyConditionExpression: "pk = :address AND begins_with(sk, :prefix)",
  FilterExpression: "#status = :pending AND expires_at > :now",
  ExpressionAttributeNames: { "#status": "status" },
  ExpressionAttributeValues: {
    ...{ ":address": `INVITED#${email}`, ":prefix": ADDRESS_PREFIX },
    ...{ ":pending": "PENDING", ":now": now.getTime() / 1000 },
  },
  ...(from !== undefined && { ExclusiveStartKey: from }),
});

const emailIn = (row: Row): string => directoryColumns(row).text("email");

export const dynamoInvitations = (store: DynamoDirectoryStore): Invitations => {
  const { documents, directoryTable: TableName, clock } = store;
  const withList = (
    invitation: Pick<Invitation, "email" | "systemAccountId" | "invitationId">,
    change: Parameters<typeof ending>[2],
  ): TransactItem[] => [
    ending(TableName, invitation, change),
    leavingList(TableName, invitation, change.now),
  ];
  const row = (Key: RowKey): Promise<Row | undefined> => orUnavailable(() => documents.get(TableName, Key));
  return {
    create: async (invitation, { tokenHash, by }, event) => {
      const { account, held } = await heldFor(store, invitation);
      if (account?.status !== "ACTIVE") return "refused";
      const made = creation(TableName, invitation, tokenHash);
      const changes = [
        ...made,
        ...(by === undefined ? [] : [membershipUnchanged(TableName, by)]),
        // One that ended left the list before.
        ...(held?.status === "PENDING" && held.invitationId !== invitation.invitationId
          ? [leavingList(TableName, held, clock.now())]
          : []),
      ];
      return (await commitDocuments(store, changes, event)) === "refused" ? "refused" : "created";
    },
    byTokenHash: async (tokenHash) => {
      const token = await row(invitationTokenRowKey(tokenHash));
      if (!token) return undefined;
      const systemAccountId = directoryColumns(token).text("system_account_id");
      const found = await row(invitationRowKey({ email: emailIn(token), systemAccountId }));
      return found?.token_hash === tokenHash ? invitationFrom(found) : undefined;
    },
    openFor: (email) =>
      orUnavailable(async () => {
        const found: Row[] = [];
        let from: DocumentKey | undefined;
        do {
          const { rows, next } = await documents.query(openTo(TableName, email, clock.now(), from));
          found.push(...rows);
          from = next;
        } while (from !== undefined);
        return found.map(invitationFrom);
      }),
    endAccepting: (userId) =>
      orUnavailable(async () => {
        await documents.update({
          TableName,
          Key: profileRowKey(userId),
          UpdateExpression: "REMOVE accepting_since",
          ConditionExpression: "attribute_exists(accepting_since)",
        });
      }),
    byId: async (systemAccountId, invitationId) => {
      const listed = await row(listedInvitationRowKey(systemAccountId, invitationId));
      if (!listed) return undefined;
      const found = await row(invitationRowKey({ email: emailIn(listed), systemAccountId }));
      return found?.invitation_id === invitationId ? invitationFrom(found) : undefined;
    },
    ofAccount: (systemAccountId, page) =>
      filledPage(page, {
        read: (part) => listed(store, systemAccountId, part),
        keyOf: ({ invitationId }) => invitationId,
        longest: BATCH,
      }),
    decline: async (invitation, event) => {
      const changes = withList(invitation, { status: "DECLINED", now: clock.now() });
      return (await commitDocuments(store, changes, event)) === "refused" ? "refused" : "declined";
    },
    accept: async (invitation, { userId, by, acceptingSince }, event) => {
      // A user cannot stand behind their own return; and a transaction may name a row only once.
      if (by?.userId === userId) return "refused";
      const account = accountRowKey(invitation.systemAccountId);
      const former = formerMembershipRowKey(userId, invitation.systemAccountId);
      const rows = await getRows(documents, TableName, [account, former]);
      const at = ({ pk }: RowKey) => rows.find((each) => each.pk === pk);
      if (accountFrom(at(account))?.status !== "ACTIVE") return "refused";
      const acceptedBy = { invitation, userId, by, former: at(former), acceptingSince };
      const changes = acceptance(TableName, acceptedBy, clock.now());
      return (await commitDocuments(store, changes, event)) === "refused" ? "refused" : "accepted";
    },
    revoke: async (input, event) => {
      const { held } = await heldFor(store, input);
      if (held === undefined) return "refused";
      const named = { ...input, invitationId: input.invitationId ?? held.invitationId };
      const changes = withList(named, { status: "REVOKED", now: clock.now() });
      return (await commitDocuments(store, changes, event)) === "refused" ? "refused" : "revoked";
    },
  };
};

/** The account, and the latest invitation of the address into it. */
const heldFor = async (
  { documents, directoryTable }: DynamoDirectoryStore,
  invitation: Pick<Invitation, "email" | "systemAccountId">,
): Promise<{ readonly account: Account | undefined; readonly held: Invitation | undefined }> => {
  const account = accountRowKey(invitation.systemAccountId);
  const rows = await getRows(documents, directoryTable, [account, invitationRowKey(invitation)]);
  const held = rows.find(({ pk }) => pk !== account.pk);
  return {
    account: accountFrom(rows.find(({ pk }) => pk === account.pk)),
    held: held && invitationFrom(held),
  };
};

const BATCH = 100;

/** The unanswered invitations of a part of the account's list. */
const listed = async (
  store: DynamoDirectoryStore,
  systemAccountId: string,
  part: PageOf,
): Promise<Page<Invitation>> => {
  const of = { pk: accountRowKey(systemAccountId).pk, prefix: LIST_PREFIX, shown: NOT_ENDED };
  const { items, next } = await pageOfRows(store, of, part);
  const ids = items.map((each) => directoryColumns(each).text("invitation_id"));
  const keys = items.map((each) => invitationRowKey({ email: emailIn(each), systemAccountId }));
  // Two invitations of one address share a row, and BatchGetItem rejects duplicate keys.
  const unique = [...new Map(keys.map((key) => [key.pk, key])).values()];
  const rows = await getRows(store.documents, store.directoryTable, unique);
  const byId = new Map(rows.map(invitationFrom).map((each) => [each.invitationId, each]));
  const found = ids.map((id) => byId.get(id)).filter((each) => each?.status === "PENDING");
  return { items: found.filter((each) => each !== undefined), next };
};

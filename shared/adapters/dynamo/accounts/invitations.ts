/**
 * Invitations in the directory table: one row per address and account with the invitation's state, one that
 * finds it by token hash, and one that lists it under the account. A replacement does not delete the last
 * two.
 */
import type { Invitation, InvitationStatus } from "../../../domain/invitation.js";
import type { Invitations } from "../../../ports/invitations.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { commitDocuments } from "../audit/audit-commit.js";
import { type DocumentKey, getRows } from "../documents.js";
import { pageOfRows } from "../pages.js";
import { accountRowKey, formerMembershipRowKey, profileRowKey, type RowKey } from "../row-keys.js";
import { accountFrom, directoryColumns, type Row } from "../rows.js";
import { isActiveAccount } from "./active-account.js";
import type { DynamoDirectoryStore } from "./directory-writes.js";
import {
  ADDRESS_PREFIX,
  acceptance,
  creation,
  ending,
  invitationRowKey,
  invitationTokenRowKey,
  LIST_PREFIX,
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
  const row = (Key: RowKey): Promise<Row | undefined> => orUnavailable(() => documents.get(TableName, Key));
  return {
    create: async (invitation, { tokenHash, by }, event) => {
      if (!(await isActiveAccount(store, invitation.systemAccountId))) return "refused";
      const made = creation(TableName, invitation, tokenHash);
      const changes = by === undefined ? made : [...made, membershipUnchanged(TableName, by)];
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
    ofAccount: async (systemAccountId, page) => {
      const listed = await pageOfRows(
        store,
        { pk: accountRowKey(systemAccountId).pk, prefix: LIST_PREFIX },
        page,
      );
      const ids = listed.items.map((each) => directoryColumns(each).text("invitation_id"));
      const keys = listed.items.map((each) => invitationRowKey({ email: emailIn(each), systemAccountId }));
      // Two invitations of one address share a row, and BatchGetItem rejects duplicate keys.
      const unique = [...new Map(keys.map((key) => [key.pk, key])).values()];
      const rows = await getRows(documents, TableName, unique);
      const byId = new Map(rows.map(invitationFrom).map((each) => [each.invitationId, each]));
      const items = ids.map((id) => byId.get(id)).filter((each) => each !== undefined);
      return { items, next: listed.next };
    },
    decline: async (invitation, event) => {
      const change = ending(TableName, invitation, { status: "DECLINED", now: clock.now() });
      return (await commitDocuments(store, [change], event)) === "refused" ? "refused" : "declined";
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
      const change = ending(TableName, input, { status: "REVOKED", now: clock.now() });
      return (await commitDocuments(store, [change], event)) === "refused" ? "refused" : "revoked";
    },
  };
};

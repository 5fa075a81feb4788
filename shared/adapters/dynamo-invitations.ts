/** Invitations in the directory table: a row for an address and account, and one that finds it by token hash. */
import { type Invitation, type InvitationStatus, isOpen } from "../domain/invitation.js";
import type { Invitations } from "../ports/invitations.js";
import type { TransactItem } from "./documents.js";
import { commitDocuments } from "./documents-audit-commit.js";
import type { DynamoDirectoryStore } from "./dynamo-directory-writes.js";
import { accountKey, type Key, memberKey, membershipKey, profileKey } from "./dynamo-keys.js";
import type { Row } from "./dynamo-rows.js";
import { orUnavailable } from "./unavailable.js";

const ADDRESS_PREFIX = "ACCOUNT#";
const invitationKey = ({ email, systemAccountId }: Pick<Invitation, "email" | "systemAccountId">): Key => ({
  pk: `INVITED#${email}`,
  sk: `${ADDRESS_PREFIX}${systemAccountId}`,
});
const tokenKey = (tokenHash: string): Key => ({ pk: `INVITATION#${tokenHash}`, sk: "TOKEN" });

const invitationFrom = (row: Row): Invitation => ({
  invitationId: String(row.invitation_id),
  email: String(row.email),
  systemAccountId: String(row.system_account_id),
  role: String(row.role),
  invitedBy: String(row.invited_by),
  status: String(row.status) as InvitationStatus,
  expiresAtSeconds: Number(row.expires_at),
});

export const dynamoInvitations = (store: DynamoDirectoryStore): Invitations => {
  const { documents, directoryTable: TableName, clock } = store;
  const row = (Key: Key): Promise<Row | undefined> => orUnavailable(() => documents.get(TableName, Key));
  return {
    create: async (invitation, tokenHash, event) => {
      const changes = creation(TableName, invitation, tokenHash);
      return (await commitDocuments(store, changes, event)) === "refused" ? "refused" : "created";
    },
    byTokenHash: async (tokenHash) => {
      const token = await row(tokenKey(tokenHash));
      if (!token) return undefined;
      const { email, system_account_id: account } = token;
      const found = await row(invitationKey({ email: String(email), systemAccountId: String(account) }));
      return found?.token_hash === tokenHash ? invitationFrom(found) : undefined;
    },
    openFor: (email) =>
      orUnavailable(async () => {
        const query = {
          TableName,
          KeyConditionExpression: "pk = :address AND begins_with(sk, :prefix)",
          ExpressionAttributeValues: { ":address": `INVITED#${email}`, ":prefix": ADDRESS_PREFIX },
          Limit: 100,
        };
        const { rows } = await documents.query(query);
        return rows.map(invitationFrom).filter((each) => isOpen(each, clock.now()));
      }),
    accept: async (invitation, userId, event) => {
      const changes = acceptance(TableName, { invitation, userId }, clock.now());
      return (await commitDocuments(store, changes, event)) === "refused" ? "refused" : "accepted";
    },
    revoke: async (input, event) => {
      const change = ending(TableName, input, { status: "REVOKED", now: clock.now() });
      return (await commitDocuments(store, [change], event)) === "refused" ? "refused" : "revoked";
    },
  };
};

const activeAccount = (TableName: string, systemAccountId: string): TransactItem => ({
  ConditionCheck: {
    TableName,
    Key: accountKey(systemAccountId),
    ConditionExpression: "#status = :active",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: { ":active": "ACTIVE" },
  },
});

const creation = (TableName: string, invitation: Invitation, tokenHash: string): TransactItem[] => {
  const { email, systemAccountId: system_account_id, role, status, invitationId, invitedBy } = invitation;
  const Item = {
    ...invitationKey(invitation),
    ...{ email, system_account_id, role, status, token_hash: tokenHash },
    ...{ invitation_id: invitationId, invited_by: invitedBy, expires_at: invitation.expiresAtSeconds },
  };
  return [
    activeAccount(TableName, system_account_id),
    { Put: { TableName, Item } },
    { Put: { TableName, Item: { ...tokenKey(tokenHash), email, system_account_id } } },
  ];
};

// Only an invitation that is open at this moment ends; an id says that it is still the same one.
const ending = (
  TableName: string,
  key: Pick<Invitation, "email" | "systemAccountId">,
  { status, now, invitationId }: { status: InvitationStatus; now: Date; invitationId?: string },
): TransactItem => ({
  Update: {
    TableName,
    Key: invitationKey(key),
    UpdateExpression: "SET #status = :status, ended_at = :at",
    ConditionExpression: `#status = :pending AND expires_at > :now${invitationId ? " AND invitation_id = :id" : ""}`,
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: {
      ":status": status,
      ":pending": "PENDING",
      ":at": now.toISOString(),
      ":now": Math.floor(now.getTime() / 1000),
      ...(invitationId !== undefined && { ":id": invitationId }),
    },
  },
});

const acceptance = (
  TableName: string,
  { invitation, userId }: { invitation: Invitation; userId: string },
  now: Date,
): TransactItem[] => {
  const { systemAccountId, role, invitationId } = invitation;
  const body = { user_id: userId, system_account_id: systemAccountId, role, status: "ACTIVE" };
  const put = (key: Key): TransactItem => ({
    Put: {
      TableName,
      Item: { ...key, ...body },
      ConditionExpression: "attribute_not_exists(pk) OR #status IN (:invited, :removed)",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":invited": "INVITED", ":removed": "REMOVED" },
    },
  });
  return [
    activeAccount(TableName, systemAccountId),
    ending(TableName, invitation, { status: "ACCEPTED", now, invitationId }),
    put(membershipKey(userId, systemAccountId)),
    put(memberKey(systemAccountId, userId)),
    {
      Update: {
        TableName,
        Key: profileKey(userId),
        UpdateExpression:
          "SET active_account_id = if_not_exists(active_account_id, :account) ADD membership_count :one, membership_version :one",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":account": systemAccountId, ":one": 1 },
      },
    },
  ];
};

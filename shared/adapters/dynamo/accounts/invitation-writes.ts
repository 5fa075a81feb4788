/** The writes of invitations, and their row keys. */
import type { Invitation, InvitationStatus } from "../../../domain/invitation.js";
import type { TransactItem } from "../documents.js";
import { accountRowKey, memberRowKey, membershipRowKey, profileRowKey, type RowKey } from "../row-keys.js";

export const ADDRESS_PREFIX = "ACCOUNT#";
export const LIST_PREFIX = "INVITATION#";

export const invitationRowKey = ({
  email,
  systemAccountId,
}: Pick<Invitation, "email" | "systemAccountId">): RowKey => ({
  pk: `INVITED#${email}`,
  sk: `${ADDRESS_PREFIX}${systemAccountId}`,
});
/** Maps an invitation of an account to its address. */
export const listedInvitationRowKey = (systemAccountId: string, invitationId: string): RowKey => ({
  pk: accountRowKey(systemAccountId).pk,
  sk: `${LIST_PREFIX}${invitationId}`,
});
export const invitationTokenRowKey = (tokenHash: string): RowKey => ({
  pk: `INVITATION#${tokenHash}`,
  sk: "TOKEN",
});

export const creation = (TableName: string, invitation: Invitation, tokenHash: string): TransactItem[] => {
  const { email, systemAccountId: system_account_id, role, status, invitationId, invitedBy } = invitation;
  const Item = {
    ...invitationRowKey(invitation),
    ...{ email, system_account_id, role, status, token_hash: tokenHash },
    ...{ invitation_id: invitationId, invited_by: invitedBy, expires_at: invitation.expiresAtSeconds },
  };
  return [
    { Put: { TableName, Item } },
    { Put: { TableName, Item: { ...invitationTokenRowKey(tokenHash), email, system_account_id } } },
    {
      Put: {
        TableName,
        Item: {
          ...listedInvitationRowKey(system_account_id, invitationId),
          email,
          invitation_id: invitationId,
        },
      },
    },
  ];
};

/** Ends an open invitation only. The id, if given, ensures that the invitation has not been replaced. */
export const ending = (
  TableName: string,
  key: Pick<Invitation, "email" | "systemAccountId"> & Partial<Pick<Invitation, "invitationId">>,
  { status, now }: { status: InvitationStatus; now: Date },
): TransactItem => ({
  Update: {
    TableName,
    Key: invitationRowKey(key),
    UpdateExpression: "SET #status = :status, ended_at = :at",
    ConditionExpression: `#status = :pending AND expires_at > :now${key.invitationId ? " AND invitation_id = :id" : ""}`,
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: {
      ":status": status,
      ":pending": "PENDING",
      ":at": now.toISOString(),
      ":now": Math.floor(now.getTime() / 1000),
      ...(key.invitationId !== undefined && { ":id": key.invitationId }),
    },
  },
});

/** Adds the user as a member, unless the user already is a member or is suspended. */
export const acceptance = (
  TableName: string,
  { invitation, userId }: { invitation: Invitation; userId: string },
  now: Date,
): TransactItem[] => {
  const { systemAccountId, role } = invitation;
  // Attributes of an earlier membership are kept.
  const put = (Key: RowKey): TransactItem => ({
    Update: {
      TableName,
      Key,
      UpdateExpression:
        "SET user_id = :user, system_account_id = :account, #role = :role, #status = :active REMOVE #owner",
      ConditionExpression: "attribute_not_exists(pk) OR #status IN (:invited, :removed)",
      ExpressionAttributeNames: { "#status": "status", "#role": "role", "#owner": "owner" },
      ExpressionAttributeValues: {
        ...{ ":user": userId, ":account": systemAccountId, ":role": role, ":active": "ACTIVE" },
        ...{ ":invited": "INVITED", ":removed": "REMOVED" },
      },
    },
  });
  return [
    ending(TableName, invitation, { status: "ACCEPTED", now }),
    put(membershipRowKey(userId, systemAccountId)),
    put(memberRowKey(systemAccountId, userId)),
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
};

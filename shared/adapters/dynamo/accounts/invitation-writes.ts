/** The writes of invitations, and their row keys. */
import type { Membership } from "../../../domain/account.js";
import type { Invitation, InvitationStatus } from "../../../domain/invitation.js";
import type { Acceptance } from "../../../ports/invitations.js";
import type { TransactItem } from "../documents.js";
import { endedEntry, keptAfter, keptFrom } from "../kept-rows.js";
import {
  accountRowKey,
  formerMembershipRowKey,
  memberRowKey,
  membershipRowKey,
  profileRowKey,
  type RowKey,
} from "../row-keys.js";
import { membershipFrom, type Row } from "../rows.js";

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
  const { byOperator, invitedAt } = invitation;
  const kept_until = keptAfter(invitation.expiresAtSeconds);
  const Item = {
    ...invitationRowKey(invitation),
    ...{ email, system_account_id, role, status, token_hash: tokenHash },
    ...{ invitation_id: invitationId, invited_by: invitedBy, expires_at: invitation.expiresAtSeconds },
    ...(byOperator === true && { by_operator: true }),
    ...(invitedAt !== undefined && { invited_at: invitedAt }),
    kept_until,
  };
  return [
    { Put: { TableName, Item } },
    {
      Put: { TableName, Item: { ...invitationTokenRowKey(tokenHash), email, system_account_id, kept_until } },
    },
    {
      Put: {
        TableName,
        Item: {
          ...listedInvitationRowKey(system_account_id, invitationId),
          email,
          invitation_id: invitationId,
          kept_until,
        },
      },
    },
  ];
};

/** The invitation leaves the list of the account. */
export const leavingList = (
  TableName: string,
  { systemAccountId, invitationId, email }: Pick<Invitation, "systemAccountId" | "invitationId" | "email">,
  now: Date,
): TransactItem => ({
  Update: {
    TableName,
    Key: listedInvitationRowKey(systemAccountId, invitationId),
    ...endedEntry({ email, invitation_id: invitationId }, now),
  },
});

/** Ends an open invitation only. The id, if given, ensures that the invitation has not been replaced. */
export const ending = (
  TableName: string,
  key: Pick<Invitation, "email" | "systemAccountId"> & Partial<Pick<Invitation, "invitationId">>,
  { status, now }: { status: InvitationStatus; now: Date },
): TransactItem => ({
  Update: {
    TableName,
    Key: invitationRowKey(key),
    UpdateExpression: "SET #status = :status, ended_at = :at, kept_until = :kept",
    ConditionExpression: `#status = :pending AND expires_at > :now${key.invitationId ? " AND invitation_id = :id" : ""}`,
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: {
      ":status": status,
      ":pending": "PENDING",
      ":at": now.toISOString(),
      ":kept": keptFrom(now),
      ":now": Math.floor(now.getTime() / 1000),
      ...(key.invitationId !== undefined && { ":id": key.invitationId }),
    },
  },
});

/**
 * Adds the user as a member, unless the user already is a member or is suspended, or left since the invitation.
 * `former`: the row of the last ending, as it was read.
 */
export const acceptance = (
  TableName: string,
  {
    invitation,
    userId,
    by,
    former,
    acceptingSince,
  }: { invitation: Invitation; former: Row | undefined } & Acceptance,
  now: Date,
): TransactItem[] => {
  const { systemAccountId, role } = invitation;
  const { leftAt, suspendedAt } = membershipFrom(former) ?? {};
  const ended = { ...(leftAt && { left_at: leftAt }), ...(suspendedAt && { suspended_at: suspendedAt }) };
  const invitedAt = invitation.invitedAt ?? BEFORE_EVERY_ENDING;
  // Attributes of an earlier membership are kept.
  const put = (Key: RowKey): TransactItem => ({
    Update: {
      TableName,
      Key,
      UpdateExpression: `SET user_id = :user, system_account_id = :account, #role = :role, #status = :active${Object.keys(
        ended,
      )
        .map((column) => `, ${column} = :${column}`)
        .join("")} REMOVE #owner`,
      ConditionExpression: `attribute_not_exists(pk) OR (#status IN (:invited, :removed) AND ${endedBefore("left_at")})`,
      ExpressionAttributeNames: { "#status": "status", "#role": "role", "#owner": "owner" },
      ExpressionAttributeValues: {
        ...{ ":user": userId, ":account": systemAccountId, ":role": role, ":active": "ACTIVE" },
        ...{ ":invited": "INVITED", ":removed": "REMOVED", ":began": invitedAt },
        ...Object.fromEntries(Object.entries(ended).map(([column, at]) => [`:${column}`, at])),
      },
    },
  });
  return [
    ending(TableName, invitation, { status: "ACCEPTED", now }),
    leavingList(TableName, invitation, now),
    put(membershipRowKey(userId, systemAccountId)),
    put(memberRowKey(systemAccountId, userId)),
    formerUnchanged(TableName, { userId, systemAccountId, leftAt }, invitedAt),
    {
      Update: {
        TableName,
        Key: profileRowKey(userId),
        UpdateExpression:
          `SET active_account_id = if_not_exists(active_account_id, :account)${acceptingSince ? ", accepting_since = :since" : ""}` +
          ` ADD membership_count :one, membership_version :one${acceptingSince === null ? " REMOVE accepting_since" : ""}`,
        ConditionExpression: `attribute_exists(pk) AND #status <> :suspended AND ${endedBefore("suspended_at")}`,
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ...{ ":account": systemAccountId, ":one": 1, ":suspended": "SUSPENDED", ":began": invitedAt },
          ...(acceptingSince && { ":since": acceptingSince }),
        },
      },
    },
    ...(by === undefined ? [] : inviterChecks(TableName, by, invitedAt)),
  ];
};

/** Sorts before every time: what was stored without one counts only for users without an ending. */
const BEFORE_EVERY_ENDING = "0";

const endedBefore = (column: "left_at" | "suspended_at"): string =>
  `(attribute_not_exists(${column}) OR ${column} < :began)`;

const formerUnchanged = (
  TableName: string,
  { userId, systemAccountId, leftAt }: Pick<Membership, "userId" | "systemAccountId" | "leftAt">,
  invitedAt: string,
): TransactItem => ({
  ConditionCheck: {
    TableName,
    Key: formerMembershipRowKey(userId, systemAccountId),
    ...(leftAt === undefined
      ? { ConditionExpression: "attribute_not_exists(left_at)" }
      : {
          ConditionExpression: "left_at = :left AND left_at < :began",
          ExpressionAttributeValues: { ":left": leftAt, ":began": invitedAt },
        }),
  },
});

/** The inviter is ACTIVE with the role that was read, and has neither left nor been suspended since the invitation. */
const inviterChecks = (TableName: string, by: Membership, invitedAt: string): TransactItem[] => [
  {
    ConditionCheck: {
      TableName,
      Key: membershipRowKey(by.userId, by.systemAccountId),
      ConditionExpression: `#status = :active AND #role = :role AND ${endedBefore("left_at")} AND ${endedBefore("suspended_at")}`,
      ExpressionAttributeNames: { "#status": "status", "#role": "role" },
      ExpressionAttributeValues: { ":active": "ACTIVE", ":role": by.role, ":began": invitedAt },
    },
  },
  {
    ConditionCheck: {
      TableName,
      Key: profileRowKey(by.userId),
      ConditionExpression: `#status = :active AND ${endedBefore("suspended_at")}`,
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":active": "ACTIVE", ":began": invitedAt },
    },
  },
];

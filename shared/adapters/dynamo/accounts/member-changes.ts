/**
 * The transaction that changes memberships: both rows of each, the counters in the profiles, and the
 * account's owner count, which protects the last owner. Each row must be unchanged since it was read.
 */
import type { Membership } from "../../../domain/account.js";
import type { MemberChange } from "../../../ports/accounts.js";
import type { TransactItem } from "../documents.js";
import { affiliationRowKey, teamMemberRowKey } from "../permission/permission-row-keys.js";
import { accountRowKey, memberRowKey, membershipRowKey, profileRowKey, type RowKey } from "../row-keys.js";
import { formerMembershipRow } from "../rows.js";

/** Of the members who leave, by user id: the time of a suspension is kept, and at most fifty teams forget them. */
export type Endings = ReadonlyMap<
  string,
  Pick<Membership, "suspendedAt"> & { readonly teams: readonly string[] }
>;

export const memberChanges = (
  TableName: string,
  changes: readonly MemberChange[],
  {
    by,
    at,
    endings,
  }: {
    readonly by: Membership | undefined;
    readonly at: string;
    readonly endings: Endings;
  },
): TransactItem[] => {
  const [first] = changes;
  if (first === undefined) return [];
  const owners = changes.reduce((sum, { before, after }) => sum + owns(after) - owns(before), 0);
  // A transaction may name a row only once. If the acting user changes their own row, the change itself
  // checks it.
  const other = by !== undefined && changes.every(({ before }) => before.userId !== by.userId);
  return [
    ...ownerCount(TableName, first.before.systemAccountId, owners),
    ...changes.flatMap((change) => [
      ...(change.after.status === "REMOVED"
        ? removal(TableName, change.before, at, endings)
        : keysOf(change.before).map((key) => rewrite(TableName, key, change, at))),
      counts(TableName, change),
    ]),
    ...(other ? [membershipUnchanged(TableName, by)] : []),
  ];
};

/** The condition that a membership is unchanged since it was read. */
export const membershipUnchanged = (TableName: string, membership: Membership): TransactItem => ({
  ConditionCheck: {
    TableName,
    Key: membershipRowKey(membership.userId, membership.systemAccountId),
    ...asRead(membership),
  },
});

const owns = ({ owner }: Membership): 0 | 1 => (owner === true ? 1 : 0);
const active = ({ status }: Membership): 0 | 1 => (status === "ACTIVE" ? 1 : 0);

const keysOf = ({ userId, systemAccountId }: Membership): RowKey[] => [
  membershipRowKey(userId, systemAccountId),
  memberRowKey(systemAccountId, userId),
];

const NAMES = { "#role": "role", "#status": "status", "#owner": "owner" };

const asRead = (membership: Membership) => ({
  ConditionExpression: `#role = :heldRole AND #status = :heldStatus AND ${owns(membership) ? "#owner = :owner" : "attribute_not_exists(#owner)"}`,
  ExpressionAttributeNames: NAMES,
  ExpressionAttributeValues: {
    ":heldRole": membership.role,
    ":heldStatus": membership.status,
    ...(owns(membership) && { ":owner": true }),
  },
});

const rewrite = (
  TableName: string,
  Key: RowKey,
  { before, after }: MemberChange,
  at: string,
): TransactItem => {
  const suspends = after.status === "SUSPENDED" && before.status !== "SUSPENDED";
  const { ExpressionAttributeValues, ...condition } = asRead(before);
  return {
    Update: {
      TableName,
      Key,
      UpdateExpression: `SET #role = :role, #status = :status${suspends ? ", suspended_at = :at" : ""}${owns(after) ? ", #owner = :owner" : " REMOVE #owner"}`,
      ...condition,
      ExpressionAttributeValues: {
        ...ExpressionAttributeValues,
        ":role": after.role,
        ":status": after.status,
        ...(owns(after) && { ":owner": true }),
        ...(suspends && { ":at": at }),
      },
    },
  };
};

// A removed member leaves all teams, departments and projects, so that a later return does not restore them.
const removal = (TableName: string, before: Membership, at: string, endings: Endings): TransactItem[] => {
  const { userId, systemAccountId } = before;
  const { suspendedAt, teams = [] } = endings.get(userId) ?? {};
  return [
    ...keysOf(before).map((Key) => ({ Delete: { TableName, Key, ...asRead(before) } })),
    { Put: { TableName, Item: formerMembershipRow({ ...before, leftAt: at, suspendedAt }) } },
    { Put: { TableName, Item: affiliationRowKey(userId, systemAccountId) } },
    ...teams.map((teamId) => ({
      Delete: { TableName, Key: teamMemberRowKey(systemAccountId, teamId, userId) },
    })),
  ];
};

const counts = (TableName: string, { before, after }: MemberChange): TransactItem => ({
  Update: {
    TableName,
    Key: profileRowKey(before.userId),
    UpdateExpression: `ADD membership_count :count, membership_version :one${after.status === "REMOVED" ? " SET has_left = :left" : ""}`,
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeValues: {
      ...{ ":count": active(after) - active(before), ":one": 1 },
      ...(after.status === "REMOVED" && { ":left": true }),
    },
  },
});

/** Only a change of the owners touches the account's row, on which all transactions of the tenant would conflict. */
const ownerCount = (TableName: string, systemAccountId: string, owners: number): TransactItem[] => {
  if (owners === 0) return [];
  const fewer = owners < 0;
  return [
    {
      Update: {
        TableName,
        Key: accountRowKey(systemAccountId),
        UpdateExpression: "ADD owner_count :owners",
        ConditionExpression: `#status = :active${fewer ? " AND owner_count > :lost" : ""}`,
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":active": "ACTIVE",
          ":owners": owners,
          ...(fewer && { ":lost": -owners }),
        },
      },
    },
  ];
};

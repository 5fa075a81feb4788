/** Profiles and legacy identities in DynamoDB, for CLI commands. */
import type { LegacyState, UserStatus } from "../../../domain/account.js";
import type { PreparedUser } from "../../../domain/prepared-user.js";
import type { LegacyRecords, UserRecords } from "../../../ports/operators.js";
import { commitDocuments } from "../audit/audit-commit.js";
import type { TransactItem } from "../documents.js";
import { addressReservation } from "../migration/legacy-writes.js";
import { poolUserRowKey, profileRowKey, subRowKey } from "../row-keys.js";
import { membershipRows, preparedRows, profileFrom } from "../rows.js";
import { type ScannedDirectoryStore, scanRows } from "../scan.js";

export const dynamoUserRecords = (store: ScannedDirectoryStore): UserRecords => ({
  profiles: async function* () {
    const rows = scanRows(store.client, {
      TableName: store.directoryTable,
      FilterExpression: "sk = :profile",
      ExpressionAttributeValues: { ":profile": "PROFILE" },
    });
    for await (const row of rows) {
      const profile = profileFrom(row);
      if (profile !== undefined) yield profile;
    }
  },
  changeStatus: async (change, event) => {
    const outcome = await commitDocuments(
      store,
      [statusChange(store.directoryTable, change, event.at)],
      event,
    );
    return outcome === "committed" ? "changed" : "unchanged";
  },
  suspendNew: async (user, event) => {
    const outcome = await commitDocuments(store, [suspendedProfile(store, user, event.at)], event);
    return outcome === "committed" ? "changed" : "unchanged";
  },
  reinstate: async (change, event) => {
    const outcome = await commitDocuments(store, [reinstatement(store.directoryTable, change)], event);
    return outcome === "committed" ? "changed" : "unchanged";
  },
  removeUnconfirmed: async (user, event) => {
    const outcome = await commitDocuments(store, removal(store.directoryTable, user), event);
    return outcome === "refused" ? "kept" : "removed";
  },
});

const suspendedProfile = (
  { directoryTable: TableName }: ScannedDirectoryStore,
  { userId, email, legacyId }: Parameters<UserRecords["suspendNew"]>[0],
  at: string,
): TransactItem => ({
  Put: {
    TableName,
    Item: {
      ...profileRowKey(userId),
      ...{ user_id: userId, email, legacy_id: legacyId, created_at: at },
      ...{ status: "SUSPENDED", suspended_at: at },
    },
    ConditionExpression: "attribute_not_exists(pk)",
  },
});

const removal = (
  TableName: string,
  { userId, sub }: Parameters<UserRecords["removeUnconfirmed"]>[0],
): TransactItem[] => [
  {
    Delete: {
      TableName,
      Key: profileRowKey(userId),
      ConditionExpression:
        "#status = :unconfirmed AND #sub = :sub AND (attribute_not_exists(membership_count) OR membership_count = :none)",
      ExpressionAttributeNames: { "#status": "status", "#sub": "sub" },
      ExpressionAttributeValues: { ":unconfirmed": "UNCONFIRMED", ":sub": sub, ":none": 0 },
    },
  },
  {
    Delete: {
      TableName,
      Key: subRowKey(sub),
      ConditionExpression: "user_id = :user",
      ExpressionAttributeValues: { ":user": userId },
    },
  },
  { Delete: { TableName, Key: poolUserRowKey(userId, sub) } },
];

const statusChange = (
  table: string,
  { userId, from, to }: { userId: string; from: readonly UserStatus[]; to: UserStatus },
  at: string,
): TransactItem => {
  const suspends = to === "SUSPENDED";
  const before = Object.fromEntries(from.map((status, index) => [`:from${index}`, status]));
  return {
    Update: {
      TableName: table,
      Key: profileRowKey(userId),
      UpdateExpression: `SET #status = :to${suspends ? ", suspended_at = :at" : ""}`,
      ConditionExpression: `#status IN (${Object.keys(before).join(", ")}) AND attribute_not_exists(merge_into)`,
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ...before, ":to": to, ...(suspends && { ":at": at }) },
    },
  };
};

const reinstatement = (
  TableName: string,
  { userId, to, missingSubs }: Parameters<UserRecords["reinstate"]>[0],
): TransactItem => ({
  Update: {
    TableName,
    Key: profileRowKey(userId),
    UpdateExpression: `SET #status = :to REMOVE pool_ended_at, ending_complete${
      missingSubs.length > 0 ? " ADD missing_subs :missing" : ""
    }`,
    ConditionExpression:
      "#status = :suspended AND attribute_not_exists(merge_into) AND attribute_not_exists(erasing_at)",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: {
      ...{ ":suspended": "SUSPENDED", ":to": to },
      ...(missingSubs.length > 0 && { ":missing": new Set(missingSubs) }),
    },
  },
});

export const dynamoLegacyRecords = (store: ScannedDirectoryStore): LegacyRecords => ({
  prepare: async (user, event) => {
    const outcome = await commitDocuments(store, preparation(store.directoryTable, user), event);
    return outcome === "committed" ? "prepared" : "refused";
  },
  progress: async () => {
    const count: Record<LegacyState, number> = { PREPARED: 0, APPROVED: 0, LINKED: 0 };
    const rows = scanRows(store.client, {
      TableName: store.directoryTable,
      FilterExpression: "begins_with(pk, :legacy) AND sk = :identity",
      ProjectionExpression: "#state",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":legacy": "LEGACY#", ":identity": "IDENTITY" },
    });
    for await (const { state } of rows) count[state as LegacyState] += 1;
    return count;
  },
});

const preparation = (TableName: string, user: PreparedUser): TransactItem[] => {
  const { legacyId, userId, email, groups, activeAccountId, memberships } = user;
  const rows = [
    ...preparedRows(legacyId, {
      userId,
      email,
      status: "ACTIVE",
      activeAccountId,
      groups,
      membershipCount: memberships.filter(({ status }) => status === "ACTIVE").length,
      membershipVersion: 1,
    }),
    ...memberships.flatMap((membership) => membershipRows({ userId, ...membership })),
  ];
  return [
    ...rows.map((Item) => ({ Put: { TableName, Item, ConditionExpression: "attribute_not_exists(pk)" } })),
    addressReservation(TableName, legacyId, email),
  ];
};

/** Accounts in the directory table: the account's row, and a row that reserves the visible id. */
import type { Account, AccountStatus, Membership } from "../../../domain/account.js";
import type { Accounts, MemberChange } from "../../../ports/accounts.js";
import { commitDocuments } from "../audit/audit-commit.js";
import { getRows, type TransactItem } from "../documents.js";
import { affiliationFrom, affiliationRowKey } from "../permission/permission-row-keys.js";
import {
  accountRowKey,
  membershipRowKey,
  profileRowKey,
  type RowKey,
  visibleAccountRowKey,
} from "../row-keys.js";
import { accountFrom, accountRow, membershipFrom, membershipRows } from "../rows.js";
import { isActiveAccount } from "./active-account.js";
import type { DynamoDirectoryStore } from "./directory-writes.js";
import { type Endings, memberChanges, membershipUnchanged } from "./member-changes.js";
import { memberReads } from "./member-reads.js";

export const dynamoAccounts = (store: DynamoDirectoryStore): Accounts => {
  const { directoryTable: table } = store;
  const changed = async (items: readonly TransactItem[], event: Parameters<typeof commitDocuments>[2]) =>
    (await commitDocuments(store, items, event)) === "refused" ? "refused" : "changed";
  return {
    ...memberReads(store),
    create: async (account, owner, event) => {
      const outcome = await commitDocuments(store, creation(table, account, { owner, at: event.at }), event);
      return outcome === "refused" ? "refused" : "created";
    },
    rename: ({ systemAccountId, name, by }, event) => {
      const change = { from: ["ACTIVE"], attribute: "name", value: name } as const;
      return changed([update(table, systemAccountId, change), membershipUnchanged(table, by)], event);
    },
    changeStatus: ({ systemAccountId, from, to, by }, event) => {
      const change = update(table, systemAccountId, { from, attribute: "status", value: to });
      return changed([change, ...(by === undefined ? [] : [membershipUnchanged(table, by)])], event);
    },
    changeMembers: async (changes, by, event) => {
      const { account, endings } = await readForChange(store, changes);
      if (account?.status !== "ACTIVE") return "refused";
      return changed(memberChanges(table, changes, { by, at: event.at, endings }), event);
    },
    activate: async (input, event) => {
      if (!(await isActiveAccount(store, input.systemAccountId))) return "refused";
      const outcome = await commitDocuments(store, activation(table, input), event);
      return outcome === "refused" ? "refused" : "activated";
    },
  };
};

/** The account, and of the members who leave the times of earlier endings and the teams, by user id. */
const readForChange = async (
  { documents, directoryTable }: DynamoDirectoryStore,
  changes: readonly MemberChange[],
): Promise<{ account: Account | undefined; endings: Endings }> => {
  const systemAccountId = changes[0]?.before.systemAccountId ?? "";
  const account = accountRowKey(systemAccountId);
  const leaving = changes.filter(({ after }) => after.status === "REMOVED");
  const keys = leaving.flatMap(({ before: { userId } }) => [
    membershipRowKey(userId, systemAccountId),
    affiliationRowKey(userId, systemAccountId),
  ]);
  const rows = await getRows(documents, directoryTable, [account, ...keys]);
  const at = (key: RowKey) => rows.find(({ pk, sk }) => pk === key.pk && sk === key.sk);
  const endings = leaving.map(({ before: { userId } }) => {
    const { suspendedAt } = membershipFrom(at(membershipRowKey(userId, systemAccountId))) ?? {};
    const { teams } = affiliationFrom(at(affiliationRowKey(userId, systemAccountId)));
    return [userId, { suspendedAt, teams }] as const;
  });
  return { account: accountFrom(at(account)), endings: new Map(endings) };
};

const creation = (
  TableName: string,
  account: Account,
  { owner, at }: { owner: Membership | undefined; at: string },
): TransactItem[] => {
  const { systemAccountId: system_account_id, visibleAccountId } = account;
  const ownerCount = owner === undefined ? 0 : 1;
  const rows = [
    { ...accountRow({ ...account, ownerCount }), created_at: at },
    { ...visibleAccountRowKey(visibleAccountId), system_account_id },
    ...(owner === undefined ? [] : membershipRows(owner)),
  ];
  return [
    ...rows.map((Item) => ({ Put: { TableName, Item, ConditionExpression: "attribute_not_exists(pk)" } })),
    ...(owner === undefined ? [] : [joining(TableName, owner)]),
  ];
};

const joining = (TableName: string, { userId, systemAccountId }: Membership): TransactItem => ({
  Update: {
    TableName,
    Key: profileRowKey(userId),
    UpdateExpression:
      "SET active_account_id = if_not_exists(active_account_id, :account) ADD membership_count :one, membership_version :one",
    ConditionExpression: "#status = :active",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: { ":account": systemAccountId, ":one": 1, ":active": "ACTIVE" },
  },
});

const update = (
  TableName: string,
  systemAccountId: string,
  { from, attribute, value }: { from: readonly AccountStatus[]; attribute: "name" | "status"; value: string },
): TransactItem => {
  const before = Object.fromEntries(from.map((status, index) => [`:from${index}`, status]));
  return {
    Update: {
      TableName,
      Key: accountRowKey(systemAccountId),
      UpdateExpression: "SET #attribute = :value",
      ConditionExpression: `#status IN (${Object.keys(before).join(", ")})`,
      ExpressionAttributeNames: { "#attribute": attribute, "#status": "status" },
      ExpressionAttributeValues: { ...before, ":value": value },
    },
  };
};

const activation = (
  TableName: string,
  { userId, systemAccountId }: Pick<Membership, "userId" | "systemAccountId">,
): TransactItem[] => {
  const active = {
    ConditionExpression: "#status = :active",
    ExpressionAttributeNames: { "#status": "status" },
  };
  const is = { ...active, ExpressionAttributeValues: { ":active": "ACTIVE" } };
  return [
    { ConditionCheck: { TableName, Key: membershipRowKey(userId, systemAccountId), ...is } },
    {
      Update: {
        TableName,
        Key: profileRowKey(userId),
        UpdateExpression: "SET active_account_id = :account ADD membership_version :one",
        ...active,
        ExpressionAttributeValues: { ":account": systemAccountId, ":one": 1, ":active": "ACTIVE" },
      },
    },
  ];
};

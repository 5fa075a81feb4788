/** The state changes of the directory, each in one transaction with its audit event. */
import type { Directory } from "../../../ports/index.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { commitDocuments, type DocumentsAuditStore } from "../audit/audit-commit.js";
import type { TransactItem } from "../documents.js";
import { approval, holding, linkage, poolIdentity } from "../migration/legacy-writes.js";
import { addressChangeRowKey, profileRowKey, subRowKey } from "../row-keys.js";

export type DynamoDirectoryStore = DocumentsAuditStore & { readonly directoryTable: string };

type Writes = Pick<
  Directory,
  | "approveMigration"
  | "linkLegacy"
  | "noteLegacyHolder"
  | "noteFallbackAccount"
  | "notePoolUser"
  | "createProfile"
  | "activateProfile"
  | "changeAddress"
>;

export const directoryWrites = (store: DynamoDirectoryStore): Writes => ({
  approveMigration: async (input, event) => {
    const outcome = await commitDocuments(store, approval(store.directoryTable, input, event.at), event);
    return outcome === "committed" ? "approved" : "exists";
  },
  linkLegacy: async (input, event) => {
    const identity = poolIdentity(store.directoryTable, input);
    if (!(await orUnavailable(() => store.documents.update(identity)))) return "unknown";
    const outcome = await commitDocuments(store, linkage(store.directoryTable, input, event.at), event);
    if (outcome === "committed") return "linked";
    return outcome === "repeated" ? "exists" : "unknown";
  },
  noteLegacyHolder: (input) =>
    orUnavailable(async () => {
      await store.documents.update(holding(store.directoryTable, input));
    }),
  notePoolUser: ({ userId, sub }) =>
    orUnavailable(async () => {
      await store.documents.update({
        TableName: store.directoryTable,
        Key: profileRowKey(userId),
        UpdateExpression: "ADD subs :subs",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":subs": new Set([sub]) },
      });
    }),
  noteFallbackAccount: (userId, systemAccountId) =>
    orUnavailable(async () => {
      await store.documents.update({
        TableName: store.directoryTable,
        Key: profileRowKey(userId),
        UpdateExpression: "SET fallback_account_id = :account",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":account": systemAccountId },
      });
    }),
  createProfile: async (input, event) => {
    const outcome = await commitDocuments(store, creation(store.directoryTable, input, event.at), event);
    return outcome === "committed" ? "created" : "exists";
  },
  activateProfile: async (userId, event) => {
    const outcome = await commitDocuments(store, [activation(store.directoryTable, userId)], event);
    if (outcome === "refused") await commitDocuments(store, [], event);
  },
  changeAddress: async (change, event) => {
    const outcome = await commitDocuments(store, addressing(store.directoryTable, change, event.at), event);
    return outcome === "committed" ? "changed" : "unchanged";
  },
});

const creation = (
  table: string,
  { userId, sub, email, status, passwordPending }: Parameters<Writes["createProfile"]>[0],
  at: string,
): TransactItem[] => [
  {
    Put: {
      TableName: table,
      Item: { ...subRowKey(sub), user_id: userId, sub },
      ConditionExpression: "attribute_not_exists(pk)",
    },
  },
  {
    Update: {
      TableName: table,
      Key: profileRowKey(userId),
      UpdateExpression: `SET user_id = :user, #sub = :sub, email = :email, created_at = if_not_exists(created_at, :at), #status = if_not_exists(#status, :status)${passwordPending ? ", password_pending = :pending" : ""} ADD subs :subs`,
      ExpressionAttributeNames: { "#status": "status", "#sub": "sub" },
      ExpressionAttributeValues: {
        ":user": userId,
        ":sub": sub,
        ":subs": new Set([sub]),
        ":email": email,
        ":at": at,
        ":status": status,
        ...(passwordPending && { ":pending": true }),
      },
    },
  },
];

const activation = (table: string, userId: string): TransactItem => ({
  Update: {
    TableName: table,
    Key: profileRowKey(userId),
    UpdateExpression: "SET #status = :active",
    ConditionExpression: "#status = :unconfirmed",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: { ":active": "ACTIVE", ":unconfirmed": "UNCONFIRMED" },
  },
});

const addressing = (
  TableName: string,
  { userId, from, to }: Parameters<Writes["changeAddress"]>[0],
  at: string,
): TransactItem[] => [
  {
    Update: {
      TableName,
      Key: profileRowKey(userId),
      UpdateExpression: "SET email = :to",
      ConditionExpression: "email = :from",
      ExpressionAttributeValues: { ":from": from, ":to": to },
    },
  },
  {
    Put: {
      TableName,
      Item: { ...addressChangeRowKey(userId, at), previous_email: from, email: to },
      ConditionExpression: "attribute_not_exists(pk)",
    },
  },
];

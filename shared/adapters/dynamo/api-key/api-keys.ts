/** API keys in DynamoDB: the operations of an account on its keys. */
import { type ApiKey, secretIssuedAt } from "../../../domain/api-key/api-key.js";
import { AuthError } from "../../../domain/errors.js";
import type { ApiKeyRotation, ApiKeys } from "../../../ports/api-keys.js";
import type { PageOf } from "../../../ports/page.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { isActiveAccount } from "../accounts/active-account.js";
import type { DynamoDirectoryStore } from "../accounts/directory-writes.js";
import { commitDocuments } from "../audit/audit-commit.js";
import { readAll, type TransactItem } from "../documents.js";
import { endedEntry, entryChange, keptAfter, keptFrom, NOT_ENDED } from "../kept-rows.js";
import { filledPage, pageOfRows } from "../pages.js";
import { accountRowKey } from "../row-keys.js";
import { directoryColumns } from "../rows.js";
import { dynamoApiKeyReader } from "./api-key-reader.js";
import {
  API_KEY_PREFIX,
  accountApiKeyRowKey,
  apiKeyFrom,
  apiKeyRow,
  apiKeyRowKey,
  oldSecretEntry,
} from "./api-key-rows.js";

export const dynamoApiKeys = (store: DynamoDirectoryStore): ApiKeys => {
  const { directoryTable: table, clock } = store;
  const reader = dynamoApiKeyReader(store);
  return {
    ...reader,
    issue: async (key, event) => {
      const { systemAccountId, keyId } = key;
      if (!(await isActiveAccount(store, systemAccountId))) return "refused";
      const changes = [
        creation(table, apiKeyRow(key)),
        creation(table, {
          ...accountApiKeyRowKey(systemAccountId, keyId),
          ...{ key_id: keyId, kept_until: keptAfter(key.expiresAtSeconds) },
        }),
      ];
      return (await commitDocuments(store, changes, event)) === "refused" ? "refused" : "issued";
    },
    list: (systemAccountId, page) => {
      const from = { pk: accountRowKey(systemAccountId).pk, prefix: API_KEY_PREFIX, shown: NOT_ENDED };
      const read = async (part: PageOf) => {
        const { items, next } = await pageOfRows(store, from, part);
        const keys = await rowsOf(
          store,
          items.map((row) => directoryColumns(row).text("key_id")),
        );
        return { items: keys.filter(({ status }) => status === "ACTIVE"), next };
      };
      return filledPage(page, { read, keyOf: ({ keyId }) => keyId, longest: BATCH_GET_LIMIT });
    },
    rotate: async (rotation, event) => {
      if (!(await isActiveAccount(store, rotation.key.systemAccountId))) return "refused";
      return (await commitDocuments(store, renewals(table, rotation), event)) === "refused"
        ? "refused"
        : "rotated";
    },
    revoke: async (key, event) => {
      if ((await commitDocuments(store, endings(table, key, clock.now()), event)) !== "refused")
        return "revoked";
      const found = await reader.find(key.keyId);
      return found?.systemAccountId === key.systemAccountId ? "was_revoked" : "unknown";
    },
  };
};

const creation = (TableName: string, Item: Readonly<Record<string, unknown>>): TransactItem => ({
  Put: { TableName, Item, ConditionExpression: "attribute_not_exists(pk)" },
});

const renewals = (TableName: string, rotation: ApiKeyRotation): TransactItem[] => {
  const { key, expiresAtSeconds } = rotation;
  return [
    renewal(TableName, rotation),
    {
      Update: {
        TableName,
        Key: accountApiKeyRowKey(key.systemAccountId, key.keyId),
        ...entryChange({ key_id: key.keyId, kept_until: keptAfter(expiresAtSeconds) }),
      },
    },
  ];
};

const renewal = (TableName: string, rotation: ApiKeyRotation): TransactItem => {
  const { key, next, previousUntilSeconds, earlier, expiresAtSeconds } = rotation;
  return {
    Update: {
      TableName,
      Key: apiKeyRowKey(key.keyId),
      UpdateExpression:
        "SET digest = :digest, issued_by = :by, secret_issued_at = :at, previous_digest = :previous, previous_issued_by = :previousBy, previous_issued_at = :previousAt, previous_until = :until, earlier = :earlier, expires_at = :end, kept_until = :kept ADD version :one",
      ConditionExpression: "system_account_id = :account AND #status = :active AND version = :version",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: {
        ":account": key.systemAccountId,
        ":active": "ACTIVE",
        ":version": key.version,
        ":one": 1,
        ":digest": next.digest,
        ":by": next.issuedBy,
        ":at": secretIssuedAt(key, next),
        ":previous": key.current.digest,
        ":previousBy": key.current.issuedBy,
        ":previousAt": secretIssuedAt(key, key.current),
        ":until": previousUntilSeconds,
        ":earlier": earlier.map(oldSecretEntry),
        ":end": expiresAtSeconds,
        ":kept": keptAfter(expiresAtSeconds),
      },
    },
  };
};

/** The key leaves the list of the account. */
const endings = (
  TableName: string,
  key: Pick<ApiKey, "keyId" | "systemAccountId">,
  now: Date,
): TransactItem[] => [
  ending(TableName, key, now),
  {
    Update: {
      TableName,
      Key: accountApiKeyRowKey(key.systemAccountId, key.keyId),
      ...endedEntry({ key_id: key.keyId }, now),
    },
  },
];

const ending = (
  TableName: string,
  { keyId, systemAccountId }: Pick<ApiKey, "keyId" | "systemAccountId">,
  now: Date,
): TransactItem => ({
  Update: {
    TableName,
    Key: apiKeyRowKey(keyId),
    UpdateExpression: "SET #status = :revoked, kept_until = :kept",
    ConditionExpression: "system_account_id = :account AND #status = :active",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: {
      ...{ ":account": systemAccountId, ":active": "ACTIVE", ":revoked": "REVOKED" },
      ":kept": keptFrom(now),
    },
  },
});

const BATCH_GET_LIMIT = 100;

/** Reads all keys of a page or throws: an incomplete list would hide keys that must be revoked. */
const rowsOf = async (store: DynamoDirectoryStore, ids: readonly string[]): Promise<ApiKey[]> => {
  if (ids.length > BATCH_GET_LIMIT) throw new AuthError("internal");
  const { directoryTable: table } = store;
  const read = () => readAll(store.documents, { [table]: ids.map(apiKeyRowKey) });
  const found = (ids.length === 0 ? [] : ((await orUnavailable(read))[table] ?? [])).map(apiKeyFrom);
  return ids.flatMap((id) => found.filter(({ keyId }) => keyId === id));
};

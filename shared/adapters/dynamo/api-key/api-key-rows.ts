/**
 * API keys in the directory table: one row with the key, found by key id, and one row below the account that
 * lists its keys.
 */
import type { ApiKey, ApiKeyStatus } from "../../../domain/api-key/api-key.js";
import type { Key } from "../row-keys.js";
import type { Row } from "../rows.js";

export const apiKeyRowKey = (keyId: string): Key => ({ pk: `APIKEY#${keyId}`, sk: "KEY" });
export const accountApiKeyRowKey = (systemAccountId: string, keyId: string): Key => ({
  pk: `ACCOUNT#${systemAccountId}`,
  sk: `${API_KEY_PREFIX}${keyId}`,
});
export const API_KEY_PREFIX = "APIKEY#";

export const apiKeyRow = (key: ApiKey): Row => ({
  ...apiKeyRowKey(key.keyId),
  key_id: key.keyId,
  system_account_id: key.systemAccountId,
  name: key.name,
  role: key.role,
  scopes: key.scopes,
  status: key.status,
  digest: key.current.digest,
  issued_by: key.current.issuedBy,
  issued_at: key.issuedAtSeconds,
  expires_at: key.expiresAtSeconds,
  version: key.version,
});

const seconds = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value));

export const apiKeyFrom = (row: Row): ApiKey => ({
  keyId: String(row.key_id),
  systemAccountId: String(row.system_account_id),
  name: String(row.name),
  role: String(row.role) as ApiKey["role"],
  scopes: Array.isArray(row.scopes) ? row.scopes.map(String) : [],
  status: String(row.status) as ApiKeyStatus,
  current: { digest: String(row.digest), issuedBy: String(row.issued_by) },
  previous:
    row.previous_digest === undefined
      ? undefined
      : {
          digest: String(row.previous_digest),
          issuedBy: String(row.previous_issued_by),
          untilSeconds: Number(row.previous_until),
        },
  issuedAtSeconds: Number(row.issued_at),
  expiresAtSeconds: Number(row.expires_at),
  lastUsedAtSeconds: seconds(row.last_used_at),
  version: Number(row.version),
});

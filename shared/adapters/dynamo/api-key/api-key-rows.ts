/**
 * API keys in the directory table: one row with the key, found by key id, and one row below the account that
 * lists its keys.
 */
import type { ApiKey, ApiKeyStatus, OldSecret } from "../../../domain/api-key/api-key.js";
import { keptAfter } from "../kept-rows.js";
import type { RowKey } from "../row-keys.js";
import { directoryColumns, type Row } from "../rows.js";

export const apiKeyRowKey = (keyId: string): RowKey => ({ pk: `APIKEY#${keyId}`, sk: "KEY" });
export const accountApiKeyRowKey = (systemAccountId: string, keyId: string): RowKey => ({
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
  secret_issued_at: key.current.issuedAt,
  issued_at: key.issuedAtSeconds,
  expires_at: key.expiresAtSeconds,
  kept_until: keptAfter(key.expiresAtSeconds),
  version: key.version,
});

/** An entry of the column `earlier`. */
export const oldSecretEntry = ({ digest, issuedBy, issuedAt, untilSeconds }: OldSecret) => ({
  digest,
  issued_by: issuedBy,
  ...(issuedAt !== undefined && { issued_at: issuedAt }),
  until: untilSeconds,
});

const STATUSES = { ACTIVE: true, REVOKED: true } as const satisfies Record<ApiKeyStatus, true>;

const timed = (issuedAt: string | undefined) => (issuedAt === undefined ? {} : { issuedAt });

export const apiKeyFrom = (row: Row): ApiKey => {
  const columns = directoryColumns(row);
  const previousDigest = columns.optionalText("previous_digest");
  const earlier = columns.entries("earlier").map((entry) => ({
    digest: entry.text("digest"),
    issuedBy: entry.text("issued_by"),
    ...timed(entry.optionalText("issued_at")),
    untilSeconds: entry.number("until"),
  }));
  return {
    keyId: columns.text("key_id"),
    systemAccountId: columns.text("system_account_id"),
    name: columns.text("name"),
    role: columns.text("role"),
    scopes: columns.texts("scopes"),
    status: columns.oneOf("status", STATUSES),
    current: {
      digest: columns.text("digest"),
      issuedBy: columns.text("issued_by"),
      ...timed(columns.optionalText("secret_issued_at")),
    },
    previous:
      previousDigest === undefined
        ? undefined
        : {
            digest: previousDigest,
            issuedBy: columns.text("previous_issued_by"),
            ...timed(columns.optionalText("previous_issued_at")),
            untilSeconds: columns.number("previous_until"),
          },
    ...(earlier.length > 0 && { earlier }),
    issuedAtSeconds: columns.number("issued_at"),
    expiresAtSeconds: columns.number("expires_at"),
    lastUsedAtSeconds: columns.optionalNumber("last_used_at"),
    version: columns.number("version"),
  };
};

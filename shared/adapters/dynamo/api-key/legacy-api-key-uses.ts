/** The uses of legacy API keys: one row per key and account in the directory table. */
import type { LegacyApiKeyUse, LegacyApiKeyUses } from "../../../ports/legacy-api-keys.js";
import type { DynamoDirectoryStore } from "../accounts/directory-writes.js";
import { commitDocuments } from "../audit/audit-commit.js";
import { type AuditFallback, recording } from "../audit/audit-recording.js";
import type { TransactItem } from "../documents.js";

export const LEGACY_KEY_PREFIX = "LEGACYKEY#";
const MOST_REMEMBERED = 1_000;

export const dynamoLegacyApiKeyUses = (
  store: DynamoDirectoryStore,
  fallback: AuditFallback,
): LegacyApiKeyUses => {
  // The uses that this function instance has written today, which saves a write at each request.
  const noted = new Set<string>();
  return {
    note: async (use, event) => {
      if (noted.has(event.id)) return;
      if (noted.size >= MOST_REMEMBERED) noted.clear();
      noted.add(event.id);
      const commit = () => commitDocuments(store, [row(store.directoryTable, use)], event);
      await recording(commit, fallback).record(event);
    },
  };
};

const row = (TableName: string, { keyName, systemAccountId, lastUsedOn }: LegacyApiKeyUse): TransactItem => ({
  Put: {
    TableName,
    Item: {
      pk: `${LEGACY_KEY_PREFIX}${systemAccountId}`,
      sk: `KEY#${keyName}`,
      key_name: keyName,
      system_account_id: systemAccountId,
      last_used_on: lastUsedOn,
    },
  },
});

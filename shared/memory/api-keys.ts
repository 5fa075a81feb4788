/** API keys in memory, with the same conditions as the DynamoDB adapter, on the directory's accounts. */
import { type ApiKey, isUseDue } from "../domain/api-key/api-key.js";
import { AuthError } from "../domain/errors.js";
import type { ApiKeys } from "../ports/api-keys.js";
import type { Clock } from "../ports/index.js";
import type { MemoryAudit } from "./audit.js";
import type { MemoryDirectory } from "./directory.js";

type Stores = { readonly clock: Clock; readonly audit: MemoryAudit; readonly directory: MemoryDirectory };

export type MemoryApiKeys = ApiKeys & { readonly rows: Map<string, ApiKey> };

export const memoryApiKeys = (
  { clock, audit, directory }: Stores,
  seed: readonly ApiKey[] = [],
): MemoryApiKeys => {
  const rows = new Map(seed.map((key) => [key.keyId, key]));
  const within = async <T>(work: () => T): Promise<T> => {
    if (directory.broken) throw new AuthError("temporarily_unavailable");
    return work();
  };
  const active = ({ keyId, systemAccountId }: Pick<ApiKey, "keyId" | "systemAccountId">) => {
    const row = rows.get(keyId);
    return row?.systemAccountId === systemAccountId && row.status === "ACTIVE" ? row : undefined;
  };
  return {
    rows,
    find: (keyId) => within(() => rows.get(keyId)),
    used: async (keyId) => {
      const row = rows.get(keyId);
      const now = clock.now();
      if (directory.broken || !row || !isUseDue(row.lastUsedAtSeconds, now)) return;
      rows.set(keyId, { ...row, lastUsedAtSeconds: Math.floor(now.getTime() / 1000) });
    },
    issue: (key, event) =>
      within(() => {
        if (!directory.isActiveAccount(key.systemAccountId) || rows.has(key.keyId)) return "refused";
        if (audit.take(event)) rows.set(key.keyId, key);
        return "issued";
      }),
    list: (systemAccountId, { limit, after = "" }) =>
      within(() => {
        const found = [...rows.values()]
          .filter(
            (key) => key.systemAccountId === systemAccountId && key.keyId > after && key.status === "ACTIVE",
          )
          .sort((one, other) => (one.keyId < other.keyId ? -1 : 1));
        const items = found.slice(0, limit);
        return { items, next: found.length > limit ? items.at(-1)?.keyId : undefined };
      }),
    rotate: ({ key, next, previousUntilSeconds, earlier, expiresAtSeconds }, event) =>
      within(() => {
        const row = active(key);
        if (!row || row.version !== key.version || !directory.isActiveAccount(key.systemAccountId))
          return "refused";
        const previous = { ...key.current, untilSeconds: previousUntilSeconds };
        const version = row.version + 1;
        if (audit.take(event)) {
          rows.set(key.keyId, { ...row, current: next, previous, earlier, expiresAtSeconds, version });
        }
        return "rotated";
      }),
    revoke: (key, event) =>
      within(() => {
        const row = active(key);
        if (row && audit.take(event)) rows.set(key.keyId, { ...row, status: "REVOKED" });
        if (row) return "revoked";
        return rows.get(key.keyId)?.systemAccountId === key.systemAccountId ? "was_revoked" : "unknown";
      }),
  };
};

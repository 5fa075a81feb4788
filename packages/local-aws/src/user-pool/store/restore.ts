/** Opens the data file and restores the pools from it. */
import { failInterruptedImports } from "../imports/import-job.js";
import { restoreOAuthRecord } from "../oauth/restore-records.js";
import { parseClientSettings } from "../settings/client-settings.js";
import { parsePoolSettings } from "../settings/pool-settings.js";
import { type MakeKeys, restorePoolKeys, type StoredKeys } from "../tokens/pool-keys.js";
import { memoryJournal, openJournal } from "./journal.js";
import type { Group, Pool, PoolClient } from "./pool.js";
import { PoolStore } from "./pool-store.js";
import type { Session } from "./session-registry.js";
import { leanUser, type User } from "./user.js";

/** The content of each kind of line. Only this program writes the file, so the lines are not validated. */
interface StoredPool {
  id: string;
  name: string;
  arn: string;
  createdAt: number;
  settings: unknown;
  keys: StoredKeys;
}

export interface DataFile {
  readonly path: string;
  /** Called at once if a write fails. */
  readonly onFailure: (error: unknown) => void;
}

/** Without a data file, everything is in memory. Throws if the file is damaged. */
export async function openPoolStore(
  dataFile: DataFile | undefined,
  now: number,
  makeKeys?: MakeKeys,
): Promise<PoolStore> {
  if (dataFile === undefined) return new PoolStore(memoryJournal(), makeKeys);
  const { journal, restored } = await openJournal(dataFile.path, { onFailure: dataFile.onFailure, revive });
  const store = new PoolStore(journal, makeKeys);
  try {
    restorePools(store, restored, now);
  } catch (error) {
    await journal.close();
    throw error;
  }
  journal.compactFrom(() => store.records());
  return store;
}

const revive = (key: string, value: unknown): unknown =>
  key.startsWith("user ") ? leanUser(value as User) : value;

function restorePools(store: PoolStore, restored: ReadonlyMap<string, unknown>, now: number): void {
  for (const [key, value] of restored) {
    if (!key.startsWith("pool ")) continue;
    const { settings, keys, ...identity } = value as StoredPool;
    store.addPool(identity, parsePoolSettings(settings, `User pool ${identity.id}`), restorePoolKeys(keys));
  }
  for (const [key, value] of restored) {
    const [kind = "", poolId = ""] = key.split(" ", 2);
    const pool = store.find(poolId);
    if (!pool) continue;
    if (pool.records.has(kind)) pool.records.restore(kind, key.slice(`${kind} ${poolId} `.length), value);
    else restoreInto(store, pool, kind, value, now);
  }
  for (const pool of store.all()) failInterruptedImports(pool, now);
}

function restoreInto(store: PoolStore, pool: Pool, kind: string, value: unknown, now: number): void {
  if (kind === "client") {
    const client = value as PoolClient;
    const known = new Set(pool.schema.keys());
    const settings = parseClientSettings(client.settings, known, `User pool client ${client.id}`);
    store.restoreClient(pool, { ...client, settings });
  } else if (kind === "group") {
    const group = value as Group;
    pool.groups.set(group.name, group);
  } else if (kind === "user") {
    pool.users.restore(value as User);
  } else if (kind === "session") {
    const session = value as Session;
    if (session.expiresAt > now) pool.sessions.restore(session);
  } else {
    restoreOAuthRecord(pool.oauth, kind, value);
  }
}

/** The records of a pool in the data file: `<kind> <pool> <key>` and a plain value. */
import { storePoolKeys } from "../tokens/pool-keys.js";
import type { JournalEntry } from "./journal-lines.js";
import type { Pool, RecordKind } from "./pool.js";
import type { PoolRecordKind } from "./pool-records.js";

/** The record of the pool itself has an empty key. */
export const recordKey = (pool: Pool, kind: RecordKind, key: string): string =>
  key === "" ? `${kind} ${pool.id}` : `${kind} ${pool.id} ${key}`;

/** Returns undefined if the record no longer exists. */
export function recordValue(pool: Pool, kind: RecordKind, key: string): unknown {
  if (kind === "client") return pool.clients.get(key);
  if (kind === "group") return pool.groups.get(key);
  if (kind === "user") return pool.users.byUsername(key);
  if (kind === "session") return pool.sessions.find(key);
  if (pool.records.has(kind)) return pool.records.of(kind).get(key);
  if (kind !== "pool") return pool.oauth.find(kind, key);
  const { id, name, arn, createdAt, settings, keys } = pool;
  return { id, name, arn, createdAt, settings, keys: storePoolKeys(keys) };
}

type OwnKind = Exclude<RecordKind, PoolRecordKind>;

/** Compaction would lose a kind that is missing here. */
const keysOf: { readonly [Kind in OwnKind]: (pool: Pool) => Iterable<string> } = {
  pool: () => [""],
  "resource-server": ({ oauth }) => oauth.resourceServers.keys(),
  domain: ({ oauth }) => oauth.domains.keys(),
  "identity-provider": ({ oauth }) => oauth.identityProviders.keys(),
  client: ({ clients }) => clients.keys(),
  group: ({ groups }) => groups.keys(),
  user: ({ users }) => users.usernames(),
  session: ({ sessions }) => sessions.ids(),
};

/** Yields all records of a pool. The pool may change meanwhile, so added records may be included. */
export function* poolRecords(pool: Pool): Iterable<JournalEntry> {
  for (const [kind, key] of recordNames(pool))
    yield [recordKey(pool, kind, key), recordValue(pool, kind, key)];
}

function* recordNames(pool: Pool): Iterable<[RecordKind, string]> {
  for (const kind of Object.keys(keysOf) as OwnKind[])
    for (const key of keysOf[kind](pool)) yield [kind, key];
  for (const kind of pool.records.kinds()) for (const key of pool.records.of(kind).keys()) yield [kind, key];
}

/**
 * Caches access records of admitted users. A change takes effect after `ttlMs` at the latest, counted from
 * the start of the read. Denials are not cached: a new membership takes effect at once, and no denial is out
 * of date.
 */
import { judgeStanding } from "../../domain/account.js";
import type {
  AccessQuery,
  AccessRecord,
  AccessRecords,
  BrowserAccessQuery,
  BrowserAccessRecord,
} from "../../ports/access.js";
import type { Clock } from "../../ports/index.js";
import { expiringMap } from "./expiring-map.js";

export const MOST_CACHED_ACCESS = 5_000;

/** A `ttlMs` of 0 disables the cache. */
export const cachedAccessRecords = (records: AccessRecords, ttlMs: number, clock: Clock): AccessRecords => {
  if (ttlMs <= 0) return records;
  const users = expiring<string | undefined>(ttlMs, clock);
  const reads = expiring<AccessRecord>(ttlMs, clock);
  const browserReads = expiring<BrowserAccessRecord>(ttlMs, clock);
  return {
    userIdBySub: (sub) =>
      users.through(
        sub,
        () => records.userIdBySub(sub),
        (userId) => userId !== undefined,
      ),
    read: (query) =>
      reads.through(
        keyOf(query),
        () => records.read(query),
        (record) => admits(query, record),
      ),
    readBrowser: (query) =>
      browserReads.through(
        browserKeyOf(query),
        () => records.readBrowser(query),
        ({ standing, session }) => admits(query, { standing, sessionEnded: session?.ended !== false }),
      ),
  };
};

/** For stages in which an access token stays valid until it expires, even if its session ends. */
export const withoutSessions = (records: AccessRecords): AccessRecords => ({
  ...records,
  read: ({ userId, systemAccountId }) => records.read({ userId, systemAccountId }),
});

const admits = (
  { systemAccountId }: Pick<AccessQuery, "systemAccountId">,
  { standing, sessionEnded }: AccessRecord,
): boolean => {
  if (sessionEnded) return false;
  if (systemAccountId === undefined) return standing.profile?.status === "ACTIVE";
  return judgeStanding(standing).kind === "active";
};

// Each part is prefixed with its length, so that no two queries have the same key.
const keyOf = ({ userId, systemAccountId, session }: AccessQuery): string => {
  const account = systemAccountId === undefined ? "-" : `${systemAccountId.length}:${systemAccountId}`;
  const key = `${userId.length}:${userId}${account}`;
  if (session === undefined) return key;
  const { sessionId, authenticatedAtSeconds } = session;
  return `${key}/${sessionId.length}:${sessionId}${authenticatedAtSeconds}`;
};

/** A digest has one length, and the record of a session belongs to one user. */
const browserKeyOf = ({ sessionId, userId, systemAccountId = "" }: BrowserAccessQuery): string =>
  `${sessionId}${userId.length}:${userId}${systemAccountId}`;

const expiring = <Value>(ttlMs: number, clock: Clock) => {
  const entries = expiringMap<Promise<Value>>(MOST_CACHED_ACCESS);
  type Read = { readonly key: string; readonly startedAt: number; readonly read: () => Promise<Value> };
  const readAnew = async (
    { key, startedAt, read }: Read,
    keeps: (value: Value) => boolean,
  ): Promise<Value> => {
    entries.delete(key);
    const value = await read();
    if (keeps(value)) entries.set(key, Promise.resolve(value), startedAt + ttlMs);
    return value;
  };
  return {
    through: (key: string, read: () => Promise<Value>, keeps: (value: Value) => boolean): Promise<Value> => {
      const startedAt = clock.now().getTime();
      return entries.get(key, startedAt) ?? readAnew({ key, startedAt, read }, keeps);
    },
  };
};

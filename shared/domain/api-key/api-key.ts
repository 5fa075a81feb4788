/**
 * An API key as the directory keeps it. It belongs to an account, and answers for it within a role.
 *
 * Who issued or rotated a key has seen its secret: so it counts while that person is an ACTIVE member
 * of the account, and never for more than their role. Another administrator takes a key over by
 * rotating it.
 */
import type { Role } from "../role.js";

export type ApiKeyStatus = "ACTIVE" | "REVOKED";

/** One secret of a key, and who has seen it. */
export type ApiKeySecret = {
  /** SHA-256 of the whole key. */
  readonly digest: string;
  readonly issuedBy: string;
};

export type ApiKey = {
  readonly keyId: string;
  readonly systemAccountId: string;
  /** What people call it. */
  readonly name: string;
  readonly role: Role;
  /** What it may be used for, within its role. */
  readonly scopes: readonly string[];
  readonly status: ApiKeyStatus;
  readonly current: ApiKeySecret;
  /** The secret before the last rotation, for the time of the overlap. */
  readonly previous?: (ApiKeySecret & { readonly untilSeconds: number }) | undefined;
  readonly issuedAtSeconds: number;
  readonly expiresAtSeconds: number;
  /** Not the last use but one within an hour before it. */
  readonly lastUsedAtSeconds?: number | undefined;
  /** Grows with every rotation. */
  readonly version: number;
};

export const DAY_SECONDS = 24 * 60 * 60;
/** Every key ends: one that nobody renews is one that nobody remembers. */
export const MOST_KEY_DAYS = 366;
export const DEFAULT_KEY_DAYS = 90;
export const MOST_OVERLAP_SECONDS = 7 * DAY_SECONDS;
/** A use is written down at most this often. */
export const LAST_USED_PERIOD_SECONDS = 60 * 60;

export type ApiKeyRefusal = "key_wrong" | "key_revoked" | "key_expired";

/** Whether two digests are one, in a time that does not depend on where they differ. */
type Same = (one: string, other: string) => boolean;

/**
 * Which secret of the key this is. What became of a key is known only to who has its secret: anybody
 * else hears `key_wrong`. Expiry is compared here, because rows are deleted late or not at all.
 */
export const judgeApiKey = (
  key: ApiKey,
  { digest, same, now }: { digest: string; same: Same; now: Date },
): { kind: "good"; secret: ApiKeySecret } | { kind: "refused"; reason: ApiKeyRefusal } => {
  const seconds = now.getTime() / 1000;
  const isCurrent = same(key.current.digest, digest);
  const isPrevious = same(key.previous?.digest ?? key.current.digest, digest);
  if (!isCurrent && !isPrevious) return { kind: "refused", reason: "key_wrong" };
  if (key.status !== "ACTIVE") return { kind: "refused", reason: "key_revoked" };
  const ended = isCurrent ? key.expiresAtSeconds : (key.previous?.untilSeconds ?? 0);
  if (ended <= seconds) return { kind: "refused", reason: "key_expired" };
  return { kind: "good", secret: isCurrent ? key.current : (key.previous ?? key.current) };
};

export const isUseDue = (lastUsedAtSeconds: number | undefined, now: Date): boolean =>
  lastUsedAtSeconds === undefined || lastUsedAtSeconds + LAST_USED_PERIOD_SECONDS <= now.getTime() / 1000;

/** The old secret lives until the overlap is over, and never longer than it would have without the rotation. */
export const overlapEnd = (key: ApiKey, overlapSeconds: number, now: Date): number =>
  Math.min(Math.floor(now.getTime() / 1000) + overlapSeconds, key.expiresAtSeconds);

const NAME = /^[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u;
/** A name is one line that people can read. */
export const isApiKeyName = (text: string): boolean => NAME.test(text) && text.trim() === text;

/**
 * An API key as the directory stores it. It belongs to an account and acts within a role.
 *
 * The user who issued or rotated a key has seen its secret. So the key is valid only while that user is an
 * ACTIVE member of the account, and never exceeds that user's role. Another administrator takes a key over by
 * rotating it.
 */

import type { Role } from "../role.js";
import { DAY_SECONDS, secondsAt, timeText } from "../seconds.js";

export type ApiKeyStatus = "ACTIVE" | "REVOKED";

/** One secret of a key, and the user who has seen it. */
export type ApiKeySecret = {
  /** SHA-256 of the whole key. */
  readonly digest: string;
  readonly issuedBy: string;
  /** RFC 3339. Undefined for a secret that was stored without it; `secretIssuedAt` then has a time. */
  readonly issuedAt?: string | undefined;
};

/** A secret that a rotation replaced, valid until the end of its overlap. */
export type OldSecret = ApiKeySecret & { readonly untilSeconds: number };

export type ApiKey = {
  readonly keyId: string;
  readonly systemAccountId: string;
  /** The display name. */
  readonly name: string;
  readonly role: Role;
  /** Scopes, within the role. */
  readonly scopes: readonly string[];
  readonly status: ApiKeyStatus;
  readonly current: ApiKeySecret;
  /** The secret before the last rotation, valid during the overlap. */
  readonly previous?: OldSecret | undefined;
  /** Secrets before `previous` whose overlap had not ended at the last rotation. */
  readonly earlier?: readonly OldSecret[] | undefined;
  readonly issuedAtSeconds: number;
  readonly expiresAtSeconds: number;
  /** A use at most one hour before the last use. */
  readonly lastUsedAtSeconds?: number | undefined;
  /** Incremented with every rotation. */
  readonly version: number;
};

/** Every key expires, so that forgotten keys do not stay valid. */
export const MOST_KEY_DAYS = 366;
export const DEFAULT_KEY_DAYS = 90;
export const MOST_OVERLAP_SECONDS = 7 * DAY_SECONDS;
/** Old secrets that are valid at the same time. */
export const MOST_OLD_SECRETS = 4;
/** A use is recorded at most this often. */
export const LAST_USED_PERIOD_SECONDS = 60 * 60;

export type ApiKeyRefusal = "key_wrong" | "key_revoked" | "key_expired";

/** Constant-time comparison of two digests. */
type Same = (one: string, other: string) => boolean;

/**
 * Decides whether a secret of the key is valid. Only a caller with a correct secret learns the key's state;
 * anyone else gets `key_wrong`. Expiry is compared here, because DynamoDB deletes rows late.
 */
export const judgeApiKey = (
  key: ApiKey,
  { digest, same, now }: { digest: string; same: Same; now: Date },
): { kind: "good"; secret: ApiKeySecret } | { kind: "refused"; reason: ApiKeyRefusal } => {
  const seconds = now.getTime() / 1000;
  // Every secret is compared, so that the time does not tell which one was sent.
  const [secret] = secretsOf(key).filter((each) => same(each.digest, digest));
  if (secret === undefined) return { kind: "refused", reason: "key_wrong" };
  if (key.status !== "ACTIVE") return { kind: "refused", reason: "key_revoked" };
  if (secret.untilSeconds <= seconds) return { kind: "refused", reason: "key_expired" };
  return { kind: "good", secret };
};

/** Newest first. */
const secretsOf = (key: ApiKey): readonly OldSecret[] => [
  { ...key.current, untilSeconds: key.expiresAtSeconds },
  ...oldSecrets(key),
];

const oldSecrets = ({ previous, earlier = [] }: ApiKey): readonly OldSecret[] => [
  ...(previous === undefined ? [] : [previous]),
  ...earlier,
];

/** When a secret was issued; for one without a time, when its key was. */
export const secretIssuedAt = (key: Pick<ApiKey, "issuedAtSeconds">, { issuedAt }: ApiKeySecret): string =>
  issuedAt ?? timeText(key.issuedAtSeconds);

/** The status as callers see it. An expired key keeps the stored status ACTIVE. */
export const apiKeyStatus = (
  { status, expiresAtSeconds }: Pick<ApiKey, "status" | "expiresAtSeconds">,
  now: Date,
): ApiKeyStatus | "EXPIRED" =>
  status === "ACTIVE" && expiresAtSeconds <= now.getTime() / 1000 ? "EXPIRED" : status;

export const isUseDue = (lastUsedAtSeconds: number | undefined, now: Date): boolean =>
  lastUsedAtSeconds === undefined || lastUsedAtSeconds + LAST_USED_PERIOD_SECONDS <= now.getTime() / 1000;

/** The end of the old secret: the end of the overlap, but never later than its original expiry. */
export const overlapEnd = (key: ApiKey, overlapSeconds: number, now: Date): number =>
  Math.min(secondsAt(now) + overlapSeconds, key.expiresAtSeconds);

/**
 * The old secrets that stay valid beside the replaced one. A rotation does not shorten an overlap that an earlier
 * rotation promised, unless it asks for no overlap: then every old secret ends.
 */
export const keptSecrets = (key: ApiKey, overlapSeconds: number, now: Date): readonly OldSecret[] =>
  overlapSeconds === 0
    ? []
    : oldSecrets(key).filter(({ untilSeconds }) => untilSeconds > now.getTime() / 1000);

export const isOldSecret = (key: ApiKey, digest: string): boolean =>
  oldSecrets(key).some((old) => old.digest === digest);

/** The end of the last old secret; undefined if the key was never rotated. */
export const oldSecretsEnd = (key: ApiKey): number | undefined => {
  const ends = oldSecrets(key).map(({ untilSeconds }) => untilSeconds);
  return ends.length === 0 ? undefined : Math.max(...ends);
};

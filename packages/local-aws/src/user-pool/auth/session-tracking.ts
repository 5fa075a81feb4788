/**
 * Sessions that users and administrators can list, and the limit of sessions per user (developer guide,
 * "Session tracking"; plans Essentials and Plus). Only sessions that began while tracking was enabled count.
 */
import { createHash } from "node:crypto";
import { CognitoError } from "../errors.js";
import type { PoolSettings } from "../settings/pool-settings.js";
import type { Pool } from "../store/pool.js";
import { type PoolSessionRules, wholePool } from "../store/pool-records.js";
import type { Session } from "../store/session-registry.js";

const defaults: PoolSessionRules = { tracking: "DISABLED", maxPerUser: 20 };

export const sessionRules = ({ records }: Pool): PoolSessionRules =>
  records.of("pool-session-rules").get(wholePool) ?? defaults;

export const tracksSessions = (pool: Pool): boolean =>
  pool.settings.UserPoolTier !== "LITE" && sessionRules(pool).tracking === "ENABLED";

/** Throws OperationNotEnabledException. */
export function checkTracked(pool: Pool): void {
  if (tracksSessions(pool)) return;
  throw new CognitoError(
    "OperationNotEnabledException",
    "Session tracking is not enabled for the user pool.",
  );
}

/** Throws FeatureUnavailableInTierException. */
export function checkTier({ UserPoolTier: tier }: PoolSettings): void {
  if (tier !== "LITE") return;
  throw new CognitoError(
    "FeatureUnavailableInTierException",
    "Session tracking needs the Essentials or Plus plan.",
  );
}

/** Returns the user's tracked sessions with a valid refresh token, oldest first. */
export const trackedSessions = (pool: Pool, username: string, now: number): Session[] =>
  pool.sessions.of(username).filter(({ tracked, refreshExpiresAt }) => tracked && refreshExpiresAt > now);

export const lastActiveAt = ({ refreshedAt, authTime }: Session): number => refreshedAt ?? authTime * 1000;

/** Ends the least recently used sessions so that one more session fits the limit. */
export function makeRoomForSession(pool: Pool, username: string, now: number): void {
  const sessions = trackedSessions(pool, username, now);
  const tooMany = sessions.length + 1 - sessionRules(pool).maxPerUser;
  if (tooMany <= 0) return;
  const byUse = sessions.toSorted((left, right) => lastActiveAt(left) - lastActiveAt(right));
  for (const session of byUse.slice(0, tooMany)) pool.sessions.revoke(session);
}

const digits = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Returns a public id: a prefix and 25 characters that do not reveal the secret. */
export function publicId(prefix: "sso" | "tkn", secret: string): string {
  const bytes = createHash("sha256").update(`${prefix} ${secret}`).digest().subarray(0, 25);
  return `${prefix}${Array.from(bytes, (byte) => digits.charAt(byte % digits.length)).join("")}`;
}

export const trackedId = ({ id }: Session): string => publicId("tkn", id);

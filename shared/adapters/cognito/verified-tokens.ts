/**
 * A cache of verified access tokens: a repeated token costs one hash. It is safe under these rules:
 * - The key is the SHA-256 of the whole token. A shorter key has caused identity mix-ups
 *   (GHSA-rp9m-7r4c-75qg).
 * - Entries are frozen, and the token's expiry is checked at every use.
 * - An entry is removed when its signing key changes, after five minutes, and when the cache is full.
 * - Refusals are not cached.
 */
import { hash } from "node:crypto";
import { isExpired, type Principal } from "../../domain/token-rules.js";
import { expiringMap } from "../node/expiring-map.js";

export type VerifiedTokens = {
  find(token: string, nowMs: number): Principal | undefined;
  /** `isCurrent` returns whether the signing key that verified the token is still current. */
  keep(token: string, principal: Principal, isCurrent: (nowMs: number) => boolean, nowMs: number): void;
};

export const VERIFIED_TOKENS = { keptMs: 300_000, most: 2_000 } as const;

type Entry = {
  readonly principal: Principal;
  readonly isCurrent: (nowMs: number) => boolean;
  usedAt: number;
};

/** The resolution of the order of use. Without it, a busy token would be reordered at every request. */
const ORDER_MS = 1_000;

export const verifiedTokens = (
  leewaySeconds: number,
  most: number = VERIFIED_TOKENS.most,
): VerifiedTokens => {
  const entries = expiringMap<Entry>(most);
  return {
    find: (token, nowMs) => {
      const key = hash("sha256", token, "base64url");
      const entry = entries.get(key, nowMs);
      if (entry === undefined) return undefined;
      const { principal, isCurrent, usedAt } = entry;
      const over = isExpired(principal.expiresAtSeconds, Math.floor(nowMs / 1000), leewaySeconds);
      if (over || !isCurrent(nowMs)) {
        entries.delete(key);
        return undefined;
      }
      if (nowMs - usedAt >= ORDER_MS) {
        entry.usedAt = nowMs;
        entries.renew(key);
      }
      return principal;
    },
    keep: (token, principal, isCurrent, nowMs) => {
      Object.freeze(principal.scopes);
      const entry = { principal: Object.freeze(principal), isCurrent, usedAt: nowMs };
      entries.set(hash("sha256", token, "base64url"), entry, nowMs + VERIFIED_TOKENS.keptMs);
    },
  };
};

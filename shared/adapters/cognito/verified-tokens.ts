/**
 * Tokens that were verified a moment ago, so that the next request with the same one costs a hash. Safe
 * under these rules: the key is the SHA-256 of the whole token (a shorter one has mixed identities up,
 * GHSA-rp9m-7r4c-75qg); what is kept is frozen; the end of the token is looked at every time; it leaves
 * when the key that it was verified by does, after five minutes, and when there are too many; refusals
 * are never kept.
 */
import { hash } from "node:crypto";
import { isOver, type Principal } from "../../domain/token-rules.js";
import { expiringMap } from "../node/expiring-map.js";

export type VerifiedTokens = {
  find(token: string, nowMs: number): Principal | undefined;
  /** `isCurrent`: whether what the token was verified by still holds. */
  keep(token: string, principal: Principal, isCurrent: (nowMs: number) => boolean, nowMs: number): void;
};

export const VERIFIED_TOKENS = { keptMs: 300_000, most: 2_000 } as const;

type Entry = {
  readonly principal: Principal;
  readonly isCurrent: (nowMs: number) => boolean;
  usedAt: number;
};

/** The order of use is kept this exactly: a busy token would be put in its place at every request otherwise. */
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
      const over = isOver(principal.expiresAtSeconds, Math.floor(nowMs / 1000), leewaySeconds);
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

/** API keys of accounts. Every write commits together with its audit event. */
import type { ApiKey, ApiKeySecret, OldSecret } from "../domain/api-key/api-key.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";
import type { Page, PageOf } from "./page.js";

/** Reads and writes that a request with an API key needs. */
export interface ApiKeyReader {
  /** Strongly consistent, so that a revocation takes effect at once. */
  find(keyId: string): Promise<ApiKey | undefined>;
  /**
   * Records the current time as last use, at most once an hour. Never rejects, because no decision depends on
   * it.
   */
  used(keyId: string): Promise<void>;
}

export interface ApiKeys extends ApiKeyReader {
  /** Returns `refused` if the account is not ACTIVE, or if the id is taken. */
  issue(key: ApiKey, event: AuditEvent): Promise<"issued" | "refused">;
  /** The API keys of an account, also expired ones, without revoked ones; ordered by id. */
  list(systemAccountId: string, page: PageOf): Promise<Page<ApiKey>>;
  /**
   * Replaces the current secret. The old secret stays valid until `previousUntilSeconds`. Returns `refused`
   * if the key does not belong to the account, is not ACTIVE, or was rotated since it was read (`version`).
   * Of several concurrent rotations, one succeeds.
   */
  rotate(rotation: ApiKeyRotation, event: AuditEvent): Promise<"rotated" | "refused">;
  /**
   * Revokes the key with both its secrets. Returns `unknown` if the key does not belong to the account.
   * Repeated calls change nothing.
   */
  revoke(
    key: Pick<ApiKey, "keyId" | "systemAccountId">,
    event: AuditEvent,
  ): Promise<"revoked" | "was_revoked" | "unknown">;
}

export type ApiKeyRotation = {
  readonly key: Pick<ApiKey, "keyId" | "systemAccountId" | "version" | "current" | "issuedAtSeconds">;
  readonly next: ApiKeySecret;
  readonly previousUntilSeconds: number;
  /** Older secrets that stay valid. Others end. */
  readonly earlier: readonly OldSecret[];
  readonly expiresAtSeconds: number;
};

export interface ApiKeyDigests {
  /** The digest that is stored for a key. */
  of(text: string): string;
  /** Compares in constant time. */
  same(one: string, other: string): boolean;
}

/** Random text. */
export interface ApiKeyTexts {
  /** `length` characters of 0-9, A-Z and a-z, uniformly distributed. */
  base62(length: number): string;
}

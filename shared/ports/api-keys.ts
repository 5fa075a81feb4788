/** API keys of accounts; part of ../ports.ts. Every write commits together with its event. */
import type { ApiKey, ApiKeySecret } from "../domain/api-key/api-key.js";
import type { AuditEvent } from "../domain/audit-event.js";
import type { Page, PageOf } from "./page.js";

/** What a request with a key needs. */
export interface ApiKeyReader {
  /** Strongly consistent: a key that was revoked is revoked at once. */
  find(keyId: string): Promise<ApiKey | undefined>;
  /** Notes that the key was used now, unless one of the last hour is noted. Never rejects: nothing depends on it. */
  used(keyId: string): Promise<void>;
}

export interface ApiKeys extends ApiKeyReader {
  /** `refused` when the account is not ACTIVE, or the id is taken. */
  issue(key: ApiKey, event: AuditEvent): Promise<"issued" | "refused">;
  /** The keys of an account, in the order of their ids. */
  list(systemAccountId: string, page: PageOf): Promise<Page<ApiKey>>;
  /**
   * Puts a new secret in the place of the current one, which lives on until then. `refused` when the
   * key is not the account's, not ACTIVE, or was rotated since it was read (`version`): of several
   * rotations at once, one wins.
   */
  rotate(rotation: ApiKeyRotation, event: AuditEvent): Promise<"rotated" | "refused">;
  /** Ends the key with both its secrets. `unknown` when it is not the account's; doing so again changes nothing. */
  revoke(
    key: Pick<ApiKey, "keyId" | "systemAccountId">,
    event: AuditEvent,
  ): Promise<"revoked" | "was_revoked" | "unknown">;
}

export type ApiKeyRotation = {
  readonly key: Pick<ApiKey, "keyId" | "systemAccountId" | "version" | "current">;
  readonly next: ApiKeySecret;
  readonly previousUntilSeconds: number;
  readonly expiresAtSeconds: number;
};

export interface ApiKeyDigests {
  /** What is kept of a key. */
  of(text: string): string;
  /** Compares in a time that does not depend on where two digests differ. */
  same(one: string, other: string): boolean;
}

/** Text made by chance. */
export interface ApiKeyTexts {
  /** So many characters of 0-9, A-Z and a-z, each as likely as any other. */
  base62(length: number): string;
}

/** API keys of the legacy system; part of ../ports.ts. */
import type { LegacyClaim } from "../domain/api-key/legacy-api-key.js";
import type { AuditEvent } from "../domain/audit-event.js";

export interface LegacyApiKeys {
  /**
   * What the key says of itself, under the current key of the stage or the one before; undefined for what
   * is no key, whatever is wrong with it, after the same work. Never authority.
   */
  open(key: string): Promise<LegacyClaim | undefined>;
  /** What the legacy system says of the key. Never rejects: an answer that is not explicit is `unavailable`. */
  validate(key: string): Promise<LegacyApiKeyAnswer>;
}

export type LegacyApiKeyAnswer =
  | { readonly kind: "valid"; readonly claim: LegacyClaim }
  | { readonly kind: "refused" }
  | { readonly kind: "unavailable"; readonly reason: string };

/** One key of the legacy system that an account still uses. */
export type LegacyApiKeyUse = {
  /** A keyed hash of the key. */
  readonly keyName: string;
  readonly systemAccountId: string;
  /** `YYYY-MM-DD`. */
  readonly lastUsedOn: string;
};

export interface LegacyApiKeyUses {
  /** Notes the use with its event, once for a key, account and day. Never rejects: nothing depends on it. */
  note(use: LegacyApiKeyUse, event: AuditEvent): Promise<void>;
}

/** For operators' commands alone: it reads the whole directory. */
export interface LegacyApiKeyUsage {
  all(): AsyncIterable<LegacyApiKeyUse>;
}

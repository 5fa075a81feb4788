/** API keys of the legacy system. */
import type { LegacyClaim } from "../domain/api-key/legacy-api-key.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";

export interface LegacyApiKeys {
  /**
   * Decrypts the key's own claim with the stage's current or previous key. Returns undefined for any invalid
   * key, after the same amount of work. The claim alone never authorizes a request.
   */
  open(key: string): Promise<LegacyClaim | undefined>;
  /**
   * Asks the legacy system to validate the key. Never rejects: any answer that is not explicit is
   * `unavailable`.
   */
  validate(key: string): Promise<LegacyApiKeyAnswer>;
}

export type LegacyApiKeyAnswer =
  | { readonly kind: "valid"; readonly claim: LegacyClaim }
  | { readonly kind: "refused" }
  | { readonly kind: "unavailable"; readonly reason: string };

/** A legacy API key that an account still uses. */
export type LegacyApiKeyUse = {
  /** A keyed hash of the key. */
  readonly keyName: string;
  readonly systemAccountId: string;
  /** `YYYY-MM-DD`. */
  readonly lastUsedOn: string;
};

export interface LegacyApiKeyUses {
  /**
   * Records a use with its event, once per key, account and day. Never rejects, because no decision depends
   * on it.
   */
  note(use: LegacyApiKeyUse, event: AuditEvent): Promise<void>;
}

/** Only for operator commands: reads the whole directory. */
export interface LegacyApiKeyUsage {
  all(): AsyncIterable<LegacyApiKeyUse>;
}

/** What can come of a request with an API key. */
import type { Account } from "../account.js";
import type { Role } from "../role.js";
import type { ApiKeyRefusal } from "./api-key.js";

/** A program that acts for an account. */
export type ApiKeyPrincipal = {
  /** The key's id; for one of the legacy system `legacy-` and a keyed hash of it. */
  readonly keyId: string;
  readonly account: Account;
  readonly role: Role;
  readonly scopes: readonly string[];
};

/** Why a key is none that counts, for logs: whoever sent it hears the same whatever it is. */
export type ApiKeyRefused = ApiKeyRefusal | "key_malformed" | "key_unknown" | "legacy_sunset";

/** Why a key that is known may not come in. */
export type ApiKeyDenial =
  | "account_inactive"
  | "issuer_inactive"
  | "issuer_role_too_low"
  | "legacy_mismatch"
  | "cell_mismatch";

export type ApiKeyOutcome =
  | { readonly kind: "key"; readonly principal: ApiKeyPrincipal }
  | { readonly kind: "refused"; readonly reason: ApiKeyRefused }
  | { readonly kind: "denied"; readonly reason: ApiKeyDenial };

/** The stage's settings. */
export type ApiKeyPolicy = {
  /** What stands in the stage's keys. */
  readonly stage: string;
  /** Undefined where keys of the legacy system count for nothing. */
  readonly legacy: { readonly sunset: string; readonly role: Role } | undefined;
};

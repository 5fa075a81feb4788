/** The possible outcomes of a request with an API key. */
import type { Account } from "../account.js";
import type { Role } from "../role.js";
import type { ApiKeyRefusal } from "./api-key.js";

/** A program that acts for an account. */
export type ApiKeyPrincipal = {
  /** The key's id; for a legacy key, `legacy-` and a keyed hash of it. */
  readonly keyId: string;
  readonly account: Account;
  readonly role: Role;
  readonly scopes: readonly string[];
};

/** Why a key is refused, for logs. The caller gets the same response for every reason. */
export type ApiKeyRefused = ApiKeyRefusal | "key_malformed" | "key_unknown" | "legacy_sunset";

/** Why a known key is denied access. */
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

/** The stage's settings for API keys. */
export type ApiKeyPolicy = {
  /** The stage name in the keys. */
  readonly stage: string;
  /** Undefined where legacy keys are not accepted. */
  readonly legacy: { readonly sunset: string; readonly role: Role } | undefined;
};

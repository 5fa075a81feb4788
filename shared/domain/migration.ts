/**
 * The attributes that a migrated user brings into the pool: only what the mapping names. `email_verified` is
 * "true" only if the legacy system states it.
 */
import { isEmail, normaliseIdentifier } from "./identifier.js";
import type { LegacyFields } from "./legacy-mapping/legacy-fields.js";
import { isForeignId } from "./text.js";

/** A user as the legacy system describes them. */
export type LegacyUser = {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** All other fields. The stage's mapping decides which are used. */
  readonly fields: LegacyFields;
};

/** Why a legacy record cannot be read, or its password hash cannot be verified. */
export type UnusableRecord = "record_malformed" | "hash_unknown" | "hash_too_costly";

/** Why a user known to the legacy system is not migrated. */
export type MigrationConflict =
  | UnusableRecord
  /** The record's address differs from the typed one. */
  | "address_mismatch"
  /** Forgot-password, and the legacy system does not state that the address is verified. */
  | "address_unproved"
  /** Another legacy record was migrated with this address. */
  | "address_taken"
  /** This record was migrated with another address. */
  | "other_address"
  /** The mapping requires an attribute for which the record has no valid value. */
  | "attribute_missing"
  /** The pool has the user of this record, who signs in another way: with another address, or a provider. */
  | "pool_user_there"
  /** An operator erased the user of the record or of the address. */
  | "erased"
  /** The legacy identity belongs to another user than the pool states. */
  | "other_user";

/**
 * The user attributes that Cognito gets for a migrated user: the mapped ones, overridden by those that the
 * product sets. `username` is the typed address, because users sign in by e-mail.
 */
export const migratedAttributes = (
  user: LegacyUser,
  userId: string,
  mapped: Readonly<Record<string, string>>,
): Record<string, string> => ({
  ...mapped,
  username: normaliseIdentifier(user.email),
  email: normaliseIdentifier(user.email),
  email_verified: user.emailVerified ? "true" : "false",
  "custom:legacy_id": user.id,
  "custom:user_id": userId,
});

/** Whether a legacy record can become a user: it has an id, and its address is the sign-in identifier. */
export const isMigratable = (user: LegacyUser, identifier: string): boolean =>
  isForeignId(user.id) &&
  isEmail(normaliseIdentifier(user.email)) &&
  normaliseIdentifier(user.email) === identifier;

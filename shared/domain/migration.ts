/**
 * What a legacy system brings into the pool: what a mapping names, and nothing else. `email_verified` is
 * "true" only when it says so itself.
 */
import { isEmail, normaliseIdentifier } from "./identifier.js";
import type { LegacyFields } from "./legacy-mapping/legacy-fields.js";

/** A person as the legacy system describes them. */
export type LegacyUser = {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** What else it says; the mapping of the stage decides what of it counts. */
  readonly fields: LegacyFields;
};

/** Why somebody whom the legacy system knows is not migrated. */
export type MigrationConflict =
  /** The record has another address than the one that was typed. */
  | "address_mismatch"
  /** A forgotten password, and the legacy system does not say that the address was proved. */
  | "address_unproved"
  /** Another legacy record was migrated under this address. */
  | "address_taken"
  /** This record was migrated under another address. */
  | "other_address"
  /** The mapping requires an attribute that the record has no good value for. */
  | "attribute_missing"
  /** The identity belongs to another user than the pool says. */
  | "other_user";

/**
 * The user attributes to give Cognito for a migrated user: those that the mapping made, and over them
 * those that the product itself decides. `username` is what was typed, because the pool signs users in by
 * e-mail.
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

/** A legacy record that can become a user: it has an id and an address, and the address is the one that signs in. */
export const isMigratable = (user: LegacyUser, identifier: string): boolean =>
  user.id !== "" &&
  user.id.length <= 256 &&
  isEmail(normaliseIdentifier(user.email)) &&
  normaliseIdentifier(user.email) === identifier;

/**
 * What a legacy system may bring into the pool: an allow-list. Roles, accounts and groups are
 * never taken from it, and `email_verified` is "true" only when it says so itself.
 */
import { isEmail, normaliseIdentifier } from "./identifier.js";

/** A person as the legacy system describes them. */
export type LegacyUser = {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly attributes: Readonly<Record<string, string>>;
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
  /** The identity belongs to another user than the pool says. */
  | "other_user";

/** Standard attributes that migrate when the legacy system has them (OpenID Connect Core 5.1 names). */
const CARRIED = ["name", "given_name", "family_name", "locale", "zoneinfo"] as const;
const MAX_ATTRIBUTE_LENGTH = 2048; // Cognito's limit of a user attribute

/**
 * The user attributes to give Cognito for a migrated user. All values are strings; `username` is
 * what was typed, because the pool signs users in by e-mail.
 */
export const migratedAttributes = (user: LegacyUser, userId: string): Record<string, string> => {
  const carried: Record<string, string> = {};
  for (const name of CARRIED) {
    // Spelt as the provider's attributes are; a lone surrogate would fail the whole sign-in.
    const value = user.attributes[name]?.trim().normalize("NFC").toWellFormed();
    if (value !== undefined && value !== "" && value.length <= MAX_ATTRIBUTE_LENGTH) carried[name] = value;
  }
  return {
    ...carried,
    username: normaliseIdentifier(user.email),
    email: normaliseIdentifier(user.email),
    email_verified: user.emailVerified ? "true" : "false",
    "custom:legacy_id": user.id,
    "custom:user_id": userId,
  };
};

/** A legacy record that can become a user: it has an id and an address, and the address is the one that signs in. */
export const isMigratable = (user: LegacyUser, identifier: string): boolean =>
  user.id !== "" &&
  user.id.length <= 256 &&
  isEmail(normaliseIdentifier(user.email)) &&
  normaliseIdentifier(user.email) === identifier;

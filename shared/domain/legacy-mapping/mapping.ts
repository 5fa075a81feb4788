/**
 * A mapping: which field of a legacy record becomes which attribute, and which values give which membership
 * or group. All other data of the legacy system is ignored.
 */
import type { Role } from "../role.js";

/** Pool attributes that a mapping can set; names of OpenID Connect Core 5.1. */
export const STANDARD_TARGETS = [
  "address",
  "birthdate",
  "family_name",
  "gender",
  "given_name",
  "locale",
  "middle_name",
  "name",
  "nickname",
  "phone_number",
  "picture",
  "profile",
  "website",
  "zoneinfo",
] as const;

export type AttributeTarget =
  | (typeof STANDARD_TARGETS)[number]
  /** A custom attribute of the pool. */
  | `custom:${string}`
  /** An attribute of the profile in the directory; it is in no token. */
  | `directory:${string}`;

export type Transform =
  | "trim"
  | "lower"
  /** A language tag (BCP 47) in canonical form; `en_US` is read as `en-US`. */
  | "locale"
  /** `true` or `false`; also reads yes, no, on, off, y, n, t, f, 1 and 0. */
  | "boolean"
  /** A number that starts with `+` or `00`, converted to E.164. */
  | "phone"
  /** Also accepts national numbers: the calling code replaces the trunk prefix, if present. */
  | { readonly phone: { readonly callingCode: string; readonly trunkPrefix?: string } }
  /** Only these values, each replaced by its mapped value. */
  | { readonly values: Readonly<Record<string, string>> }
  /** The last word of a full name, or all words before it. A single word is the given name. */
  | { readonly namePart: "given" | "family" }
  | { readonly maxLength: number };

export type AttributeRule = {
  readonly from: string;
  readonly to: AttributeTarget;
  /** Applied in this order. */
  readonly transforms?: readonly Transform[];
  /** Without a value for this attribute, the user is not migrated. */
  readonly required?: true;
};

export type RoleRule = {
  /** The key in each record of a list of records; otherwise a field of the legacy record. */
  readonly from: string;
  readonly values: Readonly<Record<string, Role>>;
};

export type MembershipRule = {
  /** A field with a value, a list of values, or a list of records. */
  readonly from: string;
  /** In a list of records, the key of the account value. */
  readonly account?: string;
  /** Legacy values, and the system account id of each. */
  readonly accounts: Readonly<Record<string, string>>;
  /** One role for all users, or a role by legacy value. Without a mapped value there is no membership. */
  readonly role: Role | RoleRule;
};

export type GroupRule = {
  /** A field with a value or a list of values. */
  readonly from: string;
  /** Legacy values, and the group of each. */
  readonly values: Readonly<Record<string, string>>;
};

export type LegacyMapping = {
  /** Of several rules for one attribute, the first with a value counts. */
  readonly attributes: readonly AttributeRule[];
  readonly memberships?: {
    /** No rule can give a higher role. */
    readonly highestRole: Role;
    /** The maximum per user. */
    readonly most: number;
    readonly rules: readonly MembershipRule[];
  };
  readonly groups?: { readonly most: number; readonly rules: readonly GroupRule[] };
};

/** A validated mapping, with the names of the stage's roles, highest first. */
export type CheckedMapping = LegacyMapping & { readonly roles: readonly Role[] };

/** What a user receives in the directory, by a mapping of the legacy record. */
export type Entitlements = {
  readonly memberships: readonly { readonly systemAccountId: string; readonly role: Role }[];
  readonly groups: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
};

export const isEmptyEntitlement = ({ memberships, groups, attributes }: Entitlements): boolean =>
  memberships.length + groups.length + Object.keys(attributes).length === 0;

/**
 * What a mapping says: which field of a legacy record becomes which attribute, and which of its values
 * stand for which membership or group. Everything else that a legacy system says has no effect.
 */
import type { Role } from "../role.js";

/** Attributes of the pool that a legacy system may fill; OpenID Connect Core 5.1 names. */
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
  /** A language tag (BCP 47) in its canonical spelling; `en_US` is read as `en-US`. */
  | "locale"
  /** `true` or `false`; yes, no, on, off, y, n, t, f, 1 and 0 are read too. */
  | "boolean"
  /** A number that starts with `+` or `00`, as E.164 spells it. */
  | "phone"
  /** The same for national numbers: the calling code comes in place of the trunk prefix, if there is one. */
  | { readonly phone: { readonly callingCode: string; readonly trunkPrefix?: string } }
  /** Only these values, each as what it stands for. */
  | { readonly values: Readonly<Record<string, string>> }
  /** The last word of a full name, or all before it. A name of one word is given. */
  | { readonly namePart: "given" | "family" }
  | { readonly maxLength: number };

export type AttributeRule = {
  readonly from: string;
  readonly to: AttributeTarget;
  /** In this order. */
  readonly transforms?: readonly Transform[];
  /** Nobody migrates without a value for this attribute. */
  readonly required?: true;
};

export type RoleRule = {
  /** A key of each record in a list of records, else a field of the person. */
  readonly from: string;
  readonly values: Readonly<Record<string, Role>>;
};

export type MembershipRule = {
  /** A field with a value, a list of values, or a list of records. */
  readonly from: string;
  /** In a list of records, the key with the value that says the account. */
  readonly account?: string;
  /** Legacy values, and the system account id that each stands for. */
  readonly accounts: Readonly<Record<string, string>>;
  /** The same one for everybody, or what a legacy value stands for; without such a value no membership. */
  readonly role: Role | RoleRule;
};

export type GroupRule = {
  /** A field with a value or a list of values. */
  readonly from: string;
  /** Legacy values, and the group that each stands for. */
  readonly values: Readonly<Record<string, string>>;
};

export type LegacyMapping = {
  /** Of several rules for one attribute the first that has a value counts. */
  readonly attributes: readonly AttributeRule[];
  readonly memberships?: {
    /** No rule may name a higher one. */
    readonly highestRole: Role;
    /** A person gets so many at most. */
    readonly most: number;
    readonly rules: readonly MembershipRule[];
  };
  readonly groups?: { readonly most: number; readonly rules: readonly GroupRule[] };
};

/** A mapping that was held to its rules, with the names of the stage's roles, highest first. */
export type CheckedMapping = LegacyMapping & { readonly roles: readonly Role[] };

/** What a legacy system entitles a person to in the directory, by a mapping. */
export type Entitlements = {
  readonly memberships: readonly { readonly systemAccountId: string; readonly role: Role }[];
  readonly groups: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
};

export const isEmptyEntitlement = ({ memberships, groups, attributes }: Entitlements): boolean =>
  memberships.length + groups.length + Object.keys(attributes).length === 0;

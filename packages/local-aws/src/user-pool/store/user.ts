/** A user profile as the pool stores it. Plain data, written to the data file unchanged. */

import { type Identity, identitiesAttribute } from "../federation/identity.js";
import type { Failures } from "../rules/lockout.js";
import type { PasswordHash } from "../rules/password-hash.js";
import type { Device } from "./device.js";
import type { UserMfa } from "./mfa.js";
import type { Passkey, PasskeyRegistration } from "./passkey.js";

type UserStatus =
  | "UNCONFIRMED"
  | "CONFIRMED"
  | "FORCE_CHANGE_PASSWORD"
  | "RESET_REQUIRED"
  | "EXTERNAL_PROVIDER";

export type Attributes = Record<string, string>;

/** A sent code in stored form: hashed. */
export interface StoredCode {
  readonly hash: string;
  readonly expiresAt: number;
  /** The attribute that the code was sent to and verifies. */
  readonly attribute: string;
  wrongGuesses: number;
}

export interface User {
  readonly username: string;
  readonly sub: string;
  status: UserStatus;
  enabled: boolean;
  readonly createdAt: number;
  modifiedAt: number;
  /** Without `sub`, which never changes. */
  attributes: Attributes;
  /** New values that await their code, under AttributesRequireVerificationBeforeUpdate. */
  pendingAttributes: Readonly<Attributes>;
  password?: PasswordHash;
  passwordHistory: readonly PasswordHash[];
  temporaryPasswordExpiresAt?: number;
  codes: Readonly<Record<string, StoredCode>>;
  groups: readonly string[];
  failedAttempts: Failures;
  mfa?: UserMfa;
  devices?: Device[];
  passkeys?: Passkey[];
  passkeyRegistration?: PasskeyRegistration;
  /** Identities at external providers: the profile's own and the linked ones. */
  identities?: Identity[];
}

export interface NewUser {
  username: string;
  sub: string;
  status: UserStatus;
  attributes: Attributes;
  now: number;
  password?: PasswordHash;
  temporaryPasswordExpiresAt?: number;
  identities?: Identity[];
}

/** Shared empty values, since most users have few of these members. */
const nothing: Readonly<Record<string, never>> = Object.freeze({});
const none: readonly never[] = Object.freeze([]);

/** A user from the data file, with shared empty values. */
export const leanUser = (user: User): User => ({
  ...user,
  sub: user.sub === user.username ? user.username : user.sub,
  pendingAttributes: lean(user.pendingAttributes),
  passwordHistory: user.passwordHistory.length === 0 ? none : user.passwordHistory,
  codes: lean(user.codes),
  groups: user.groups.length === 0 ? none : user.groups,
});

const lean = <T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.keys(record).length === 0 ? nothing : record;

export const newUser = ({ now, attributes, ...rest }: NewUser): User => ({
  ...rest,
  enabled: true,
  createdAt: now,
  modifiedAt: now,
  attributes: { ...attributes },
  pendingAttributes: nothing,
  passwordHistory: none,
  codes: nothing,
  groups: none,
  failedAttempts: { count: 0, lockedUntil: 0 },
});

/**
 * The `userAttributes` of trigger events for an existing profile: strings only, including `sub` and the
 * status.
 */
export const triggerAttributes = (user: User): Attributes => ({
  sub: user.sub,
  "cognito:user_status": user.status,
  ...identitiesAttribute(user),
  ...user.attributes,
});

export type UserAttributeList = { Name: string; Value: string }[];

export const attributeList = (
  user: User,
  readable: (name: string) => boolean = () => true,
): UserAttributeList =>
  Object.entries({ ...user.attributes, ...identitiesAttribute(user), sub: user.sub })
    .filter(([name]) => readable(name))
    .map(([Name, Value]) => ({ Name, Value }));

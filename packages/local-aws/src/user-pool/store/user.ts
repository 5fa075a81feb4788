/** A user profile as the pool keeps it. Plain data: it is written to the data file as it is. */

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

/** A code that was sent, as it is kept: hashed. */
export interface StoredCode {
  readonly hash: string;
  readonly expiresAt: number;
  /** The attribute that the code was sent to, and that it proves. */
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
  /** New values that wait for their code, under AttributesRequireVerificationBeforeUpdate. */
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
  /** At external providers: of the profile that stands for one, and of those that were linked. */
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

/** Most users have none of most things: they share these. */
const nothing: Readonly<Record<string, never>> = Object.freeze({});
const none: readonly never[] = Object.freeze([]);

/** A user from the data file, sharing what is shared among users. */
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

/** What triggers receive as `userAttributes` once the profile exists: strings only, `sub` and status included. */
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

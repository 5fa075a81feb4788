/**
 * The users of one pool, found in constant time by username, sub or sign-in alias.
 *
 * A pool with UsernameAttributes signs in by that attribute whether or not it is verified, and keeps it unique. A
 * pool with AliasAttributes signs in by the username, or by an alias once it is verified. (Developer guide,
 * "Customizing sign-in attributes".)
 */
import { invalidParameter } from "../errors.js";
import { identityKey, identityKeys, isExternalProfile } from "../federation/identity.js";
import type { PoolSettings } from "../settings/pool-settings.js";
import type { User } from "./user.js";

type SignInSettings = Pick<PoolSettings, "UsernameAttributes" | "AliasAttributes" | "UsernameConfiguration">;

export class UserDirectory {
  readonly #settings: SignInSettings;
  readonly #onChange: (username: string) => void;
  readonly #byUsername = new Map<string, User>();
  readonly #bySub = new Map<string, User>();
  readonly #byAlias = new Map<string, User>();
  readonly #aliasKeysOf = new WeakMap<User, string[]>();

  constructor(settings: SignInSettings, onChange: (username: string) => void) {
    this.#settings = settings;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#byUsername.size;
  }

  *usernames(): Iterable<string> {
    for (const { username } of this.#byUsername.values()) yield username;
  }

  all(): IterableIterator<User> {
    return this.#byUsername.values();
  }

  /** By username, sub or alias: what the API accepts as `Username`. */
  find(identifier: string): User | undefined {
    return (
      this.#byUsername.get(this.normalise(identifier)) ??
      this.#bySub.get(identifier) ??
      this.#aliasNames().reduce<User | undefined>(
        (found, name) => found ?? this.aliasOwner(name, identifier),
        undefined,
      )
    );
  }

  byUsername(username: string): User | undefined {
    return this.#byUsername.get(this.normalise(username));
  }

  aliasOwner(attribute: string, value: string): User | undefined {
    return this.#byAlias.get(this.#aliasKey(attribute, value));
  }

  /** The profile of somebody at an external provider, by the subject or a mapped attribute. */
  byIdentity(providerName: string, attributeName: string, value: string): User | undefined {
    return this.#byAlias.get(identityKey(providerName, attributeName, value));
  }

  /** Throws InvalidParameterException for a name that this pool's users cannot be created with. */
  checkNewUsername(username: string): void {
    const { UsernameAttributes: required, AliasAttributes: aliases } = this.#settings;
    const isEmail = looksLikeEmail(username);
    const isPhone = looksLikePhone(username);
    if (required.length > 0) {
      const matches =
        (required.includes("email") && isEmail) || (required.includes("phone_number") && isPhone);
      if (matches) return;
      const wanted = required.map((name) => (name === "email" ? "an email" : "a phone number")).join(" or ");
      throw invalidParameter(`Username should be ${wanted}.`);
    }
    if ((aliases.includes("email") && isEmail) || (aliases.includes("phone_number") && isPhone)) {
      const format = isEmail ? "email" : "phone number";
      throw invalidParameter(
        `Username cannot be of ${format} format, since user pool is configured for ${format} alias.`,
      );
    }
  }

  /** The attribute that a sign-in name stands for, in a pool where names are attributes. */
  signInAttribute(username: string): "email" | "phone_number" | undefined {
    if (this.#settings.UsernameAttributes.length === 0) return undefined;
    return looksLikeEmail(username) ? "email" : "phone_number";
  }

  /** Stores a new or changed user. Callers have made sure that its aliases are free. */
  save(user: User): void {
    this.restore(user);
    this.#onChange(user.username);
  }

  /** As `save`, for a user that came from the data file. */
  restore(user: User): void {
    this.#dropAliases(user);
    this.#byUsername.set(this.normalise(user.username), user);
    this.#bySub.set(user.sub, user);
    const keys = this.#aliasKeys(user);
    for (const key of keys) this.#byAlias.set(key, user);
    this.#aliasKeysOf.set(user, keys);
  }

  remove(user: User): void {
    this.#dropAliases(user);
    this.#byUsername.delete(this.normalise(user.username));
    this.#bySub.delete(user.sub);
    this.#onChange(user.username);
  }

  normalise(name: string): string {
    return (this.#settings.UsernameConfiguration?.CaseSensitive ?? true) ? name : name.toLowerCase();
  }

  isAlias(attribute: string): boolean {
    return this.#aliasNames().includes(attribute);
  }

  #aliasNames(): string[] {
    return [...this.#settings.UsernameAttributes, ...this.#settings.AliasAttributes];
  }

  #aliasKey(attribute: string, value: string): string {
    return `${attribute}:${this.normalise(value)}`;
  }

  #aliasKeys(user: User): string[] {
    const { attributes } = user;
    const byName = this.#settings.UsernameAttributes.length > 0;
    const names = isExternalProfile(user) ? [] : this.#aliasNames();
    const held = names.flatMap((name) => {
      const value = attributes[name];
      const active = byName || name === "preferred_username" || attributes[`${name}_verified`] === "true";
      return value !== undefined && active ? [this.#aliasKey(name, value)] : [];
    });
    return [...held, ...identityKeys(user)];
  }

  #dropAliases(user: User): void {
    for (const key of this.#aliasKeysOf.get(user) ?? []) {
      if (this.#byAlias.get(key) === user) this.#byAlias.delete(key);
    }
  }
}

const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text);

const looksLikePhone = (text: string): boolean => /^\+[1-9]\d{1,14}$/.test(text);

/**
 * The users of one pool, found in constant time by username, sub or sign-in alias.
 *
 * In a pool with UsernameAttributes, users sign in by that attribute, verified or not, and it is unique. In a
 * pool with AliasAttributes, users sign in by the username, or by an alias after it is verified. (Developer
 * guide, "Customizing sign-in attributes".)
 */
import { identityKey, identityKeys, isExternalProfile } from "../federation/identity.js";
import { checkNewUsername, signInAttribute } from "../rules/new-username.js";
import type { PoolSettings } from "../settings/pool-settings.js";
import type { User } from "./user.js";
import { type Listing, UserLists } from "./user-lists.js";

type SignInSettings = Pick<PoolSettings, "UsernameAttributes" | "AliasAttributes" | "UsernameConfiguration">;

/** A user, with the names that the user is indexed by. */
interface Entry {
  readonly user: User;
  readonly aliases: readonly string[];
  readonly listing: Listing;
}

export class UserDirectory {
  readonly lists = new UserLists();
  readonly #settings: SignInSettings;
  readonly #onChange: (username: string) => void;
  readonly #byUsername = new Map<string, Entry>();
  /** Holds only users whose username differs from the sub. */
  readonly #bySub = new Map<string, User>();
  readonly #byAlias = new Map<string, User>();
  /** Operations that await a hash or a trigger may still hold a user who was deleted in the meantime. */
  readonly #removed = new WeakSet<User>();

  constructor(settings: SignInSettings, onChange: (username: string) => void) {
    this.#settings = settings;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#byUsername.size;
  }

  *usernames(): Iterable<string> {
    for (const { user } of this.#byUsername.values()) yield user.username;
  }

  *all(): Iterable<User> {
    for (const { user } of this.#byUsername.values()) yield user;
  }

  /** Finds a user by username, sub or alias: the values that the API accepts as `Username`. */
  find(identifier: string): User | undefined {
    const byAlias = () => this.#aliasNames().map((name) => this.aliasOwner(name, identifier));
    return this.byUsername(identifier) ?? this.bySub(identifier) ?? byAlias().find(Boolean);
  }

  byUsername(username: string): User | undefined {
    return this.#byUsername.get(this.normalise(username))?.user;
  }

  bySub(sub: string): User | undefined {
    const named = this.byUsername(sub);
    return named?.sub === sub ? named : this.#bySub.get(sub);
  }

  aliasOwner(attribute: string, value: string): User | undefined {
    return this.#byAlias.get(this.#aliasKey(attribute, value));
  }

  /** Finds the profile of an identity at an external provider, by the subject or a mapped attribute. */
  byIdentity(providerName: string, attributeName: string, value: string): User | undefined {
    return this.#byAlias.get(identityKey(providerName, attributeName, value));
  }

  /** Throws InvalidParameterException if the pool does not allow the name for new users. */
  checkNewUsername(username: string): void {
    checkNewUsername(this.#settings, username);
  }

  /** The attribute that a sign-in name belongs to, in a pool with UsernameAttributes. */
  signInAttribute(username: string): "email" | "phone_number" | undefined {
    return signInAttribute(this.#settings, username);
  }

  /**
   * Stores a new or changed user. Callers must check that the aliases are free. A deleted user stays deleted.
   */
  save(user: User): void {
    if (this.#removed.has(user)) return;
    this.restore(user);
    this.#onChange(user.username);
  }

  /** Like `save`, for a user from the data file. */
  restore(user: User): void {
    const name = this.normalise(user.username);
    const known = this.#byUsername.get(name);
    if (known) this.#forgetNames(known);
    const aliases = this.#aliasKeys(user);
    for (const key of aliases) this.#byAlias.set(key, user);
    if (user.sub !== name) this.#bySub.set(user.sub, user);
    this.#byUsername.set(name, { user, aliases, listing: this.lists.put(user, known) });
  }

  /** Does nothing if the name now belongs to another user. */
  remove(user: User): void {
    const name = this.normalise(user.username);
    const known = this.#byUsername.get(name);
    if (known?.user !== user) return;
    this.#forgetNames(known);
    this.lists.remove(known.listing, user);
    this.#byUsername.delete(name);
    this.#removed.add(user);
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

  #forgetNames({ user, aliases }: Entry): void {
    this.#bySub.delete(user.sub);
    for (const key of aliases) if (this.#byAlias.get(key) === user) this.#byAlias.delete(key);
  }
}

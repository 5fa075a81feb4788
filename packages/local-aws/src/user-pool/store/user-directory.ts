/**
 * The users of one pool, found in constant time by username, sub or sign-in alias.
 *
 * A pool with UsernameAttributes signs in by that attribute whether or not it is verified, and keeps it unique. A
 * pool with AliasAttributes signs in by the username, or by an alias once it is verified. (Developer guide,
 * "Customizing sign-in attributes".)
 */
import { identityKey, identityKeys, isExternalProfile } from "../federation/identity.js";
import { checkNewUsername, signInAttribute } from "../rules/new-username.js";
import type { PoolSettings } from "../settings/pool-settings.js";
import type { User } from "./user.js";
import { type Listing, UserLists } from "./user-lists.js";

type SignInSettings = Pick<PoolSettings, "UsernameAttributes" | "AliasAttributes" | "UsernameConfiguration">;

/** What the directory keeps about a user; the names are those that it is found by now. */
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
  /** Where the username is the sub, it is not here. */
  readonly #bySub = new Map<string, User>();
  readonly #byAlias = new Map<string, User>();
  /** Operations that wait, for a hash or a trigger, may still hold a user who was deleted in the meantime. */
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

  /** By username, sub or alias: what the API accepts as `Username`. */
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

  /** The profile of somebody at an external provider, by the subject or a mapped attribute. */
  byIdentity(providerName: string, attributeName: string, value: string): User | undefined {
    return this.#byAlias.get(identityKey(providerName, attributeName, value));
  }

  /** Throws InvalidParameterException for a name that this pool's users cannot be created with. */
  checkNewUsername(username: string): void {
    checkNewUsername(this.#settings, username);
  }

  /** The attribute that a sign-in name stands for, in a pool where names are attributes. */
  signInAttribute(username: string): "email" | "phone_number" | undefined {
    return signInAttribute(this.#settings, username);
  }

  /** Stores a new or changed user. Callers have made sure that its aliases are free. A deleted user stays deleted. */
  save(user: User): void {
    if (this.#removed.has(user)) return;
    this.restore(user);
    this.#onChange(user.username);
  }

  /** As `save`, for a user that came from the data file. */
  restore(user: User): void {
    const name = this.normalise(user.username);
    const known = this.#byUsername.get(name);
    if (known) this.#forgetNames(known);
    const aliases = this.#aliasKeys(user);
    for (const key of aliases) this.#byAlias.set(key, user);
    if (user.sub !== name) this.#bySub.set(user.sub, user);
    this.#byUsername.set(name, { user, aliases, listing: this.lists.put(user, known) });
  }

  /** Nothing happens when the name belongs to another user by now. */
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

/**
 * The users as lists: all users, the members of a group, and the users with an address. Lists are in order of
 * creation. Each user has a number, at which a page can begin.
 */
import { NumberedList } from "./numbered-list.js";
import type { User } from "./user.js";
import { ValueIndex } from "./value-index.js";

export type Numbered = Iterable<readonly [number: number, user: User]>;

const indexed = ["email", "phone_number", "preferred_username"] as const;

export type IndexedAttribute = (typeof indexed)[number];

export const isIndexed = (attribute: string): attribute is IndexedAttribute =>
  indexed.some((name) => name === attribute);

/** The values that a user was listed under. The profile may have changed since. */
export type Listing = { readonly number: number; readonly groups: readonly string[] } & {
  readonly [Name in IndexedAttribute]: string | undefined;
};

const listingOf = (number: number, { groups, attributes }: User): Listing => ({
  number,
  groups,
  email: attributes.email,
  phone_number: attributes.phone_number,
  preferred_username: attributes.preferred_username,
});

export class UserLists {
  readonly #all = new NumberedList<User>();
  readonly #byGroup = new Map<string, NumberedList<User>>();
  readonly #byValue = {
    email: new ValueIndex<User>(),
    phone_number: new ValueIndex<User>(),
    preferred_username: new ValueIndex<User>(),
  };
  #lastNumber = 0;

  from(first?: number): Numbered {
    return this.#all.from(first);
  }

  ofGroup(name: string, first?: number): Numbered {
    return this.#byGroup.get(name)?.from(first) ?? [];
  }

  /** Compares case-insensitively. */
  withValue(attribute: IndexedAttribute, value: string): readonly User[] {
    return this.#byValue[attribute].of(value);
  }

  /**
   * Lists a user. `known` is the previous user of the same name: an older version of this one, or another
   * one.
   */
  put(user: User, known: { readonly user: User; readonly listing: Listing } | undefined): Listing {
    if (known?.user === user) return this.#updated(known.listing, user);
    if (known) this.remove(known.listing, known.user);
    this.#lastNumber += 1;
    return this.#listed(listingOf(this.#lastNumber, user), user);
  }

  remove(listing: Listing, user: User): void {
    this.#all.remove(listing.number);
    for (const group of listing.groups) {
      const members = this.#byGroup.get(group);
      members?.remove(listing.number);
      if (members?.size === 0) this.#byGroup.delete(group);
    }
    for (const name of indexed) {
      const value = listing[name];
      if (value !== undefined) this.#byValue[name].remove(value, user);
    }
  }

  #updated(listing: Listing, user: User): Listing {
    const current = listingOf(listing.number, user);
    if (current.groups === listing.groups && indexed.every((name) => current[name] === listing[name]))
      return listing;
    this.remove(listing, user);
    return this.#listed(current, user);
  }

  #listed(listing: Listing, user: User): Listing {
    this.#all.put(listing.number, user);
    for (const group of listing.groups) {
      const members = this.#byGroup.get(group) ?? new NumberedList();
      members.put(listing.number, user);
      this.#byGroup.set(group, members);
    }
    for (const name of indexed) {
      const value = listing[name];
      if (value !== undefined) this.#byValue[name].add(value, user);
    }
    return listing;
  }
}

/** Reads and changes of accounts, memberships and users. */
import type {
  Account,
  AddressChange,
  LegacyIdentity,
  Membership,
  Standing,
  UserProfile,
} from "../domain/account.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";
import type { Entitlements } from "../domain/legacy-mapping/mapping.js";
import type { Page, PageOf } from "./page.js";

/** The data that decides access to an account. Reads are strongly consistent. */
export interface AccessDirectory {
  profile(userId: string): Promise<UserProfile | undefined>;
  userIdBySub(sub: string): Promise<string | undefined>;
  /** The user, the account and the membership between them, in one read. */
  standing(userId: string, systemAccountId: string): Promise<Standing>;
  accounts(systemAccountIds: readonly string[]): Promise<Account[]>;
}

export type SignInUser = {
  /** The user id that the directory has for the `sub`. */
  readonly linkedUserId: string | undefined;
  /** Of the pool's user id, or of `linkedUserId` if the pool has none. */
  readonly profile: UserProfile | undefined;
  /** In the profile's active account. Undefined also if it was not read. */
  readonly standing: Standing | undefined;
};

/**
 * Accounts, memberships and users. Every write commits together with its audit event, or not at all. Reads
 * are strongly consistent.
 */
export interface Directory extends AccessDirectory {
  /** `userId`: the pool's attribute, if the pool user has one. */
  signInUser(
    poolUser: { readonly sub: string; readonly userId?: string | undefined },
    options?: { readonly withStanding?: boolean },
  ): Promise<SignInUser>;
  legacyIdentity(legacyId: string): Promise<LegacyIdentity | undefined>;
  /** The pool users of a user, by their `sub`. A user who signed in with a provider first and with a password later has two. */
  subsOf(userId: string): Promise<string[]>;
  /** The attributes of a legacy record that the mapping stores in the directory. Undefined if there are none. */
  legacyAttributes(userId: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** The legacy id that was prepared or approved for a normalised address. */
  legacyIdByAddress(email: string): Promise<string | undefined>;
  /** Memberships of a user, including INVITED ones, without REMOVED ones; ordered by account id. */
  memberships(userId: string, page: PageOf): Promise<Page<Membership>>;
  /** Up to `limit` memberships of a user that ended. The user may have joined again since. */
  formerMemberships(userId: string, limit: number): Promise<Membership[]>;
  /** Records what the last search for a usable account found. Writes no event. */
  noteFallbackAccount(userId: string, systemAccountId: string): Promise<void>;
  /**
   * Records that the legacy system confirmed a user. Returns `exists`, without a write, if this legacy id, or
   * another legacy id with this address, was approved before. `entitlements` are stored in the legacy identity until they
   * are granted. `profileAtLink`: the user id is new, and the link writes the profile.
   * `preparedEmail`, if it is another address, becomes free.
   */
  approveMigration(
    input: {
      legacyId: string;
      userId: string;
      email: string;
      entitlements?: Entitlements | undefined;
      profileAtLink?: boolean | undefined;
      preparedEmail?: string | undefined;
      /** Returns `exists`, without a write, if one of these exists. */
      tombstones?: readonly string[];
    },
    event: AuditEvent,
  ): Promise<"approved" | "exists">;
  /** Whether one of the tombstones exists: an operator erased the user. */
  isErased(tombstones: readonly string[]): Promise<boolean>;
  /**
   * Links an approved legacy identity to the pool's `sub`. A user without a profile gets one, with `email`. Returns
   * `exists` if exactly this link exists already.
   */
  linkLegacy(
    input: { legacyId: string; userId: string; sub: string; email: string },
    event: AuditEvent,
  ): Promise<"linked" | "exists" | "unknown">;
  /**
   * Records, on an approved or linked legacy identity, the pool user that a migration created: until the identity is linked
   * to that user, nothing else names the user. Changes nothing otherwise. Writes no event.
   */
  noteLegacyHolder(input: { legacyId: string; userId: string; sub: string }): Promise<void>;
  /** Adds a pool user to those of a user with a profile, before it is linked. Writes no event. */
  notePoolUser(input: { userId: string; sub: string }): Promise<void>;
  /** Creates a profile for a `sub`. Returns `exists`, without a write, if the `sub` has one. */
  createProfile(
    input: Pick<UserProfile, "userId" | "email" | "status" | "passwordPending"> & {
      readonly sub: string;
    },
    event: AuditEvent,
  ): Promise<"created" | "exists">;
  /** Changes an UNCONFIRMED profile to ACTIVE. Any other status stays, and only the event is written. */
  activateProfile(userId: string, event: AuditEvent): Promise<void>;
  /**
   * Changes the address of the profile, and keeps both addresses under the time of the event. Returns
   * `unchanged`, without a write, if the profile has another address than `from`.
   */
  changeAddress(
    change: { userId: string; from: string; to: string },
    event: AuditEvent,
  ): Promise<"changed" | "unchanged">;
  /** The addresses of a change, by the time of its event. */
  addressChange(userId: string, at: string): Promise<AddressChange | undefined>;
}

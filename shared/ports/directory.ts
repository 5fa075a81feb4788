/** Accounts, memberships and users, as the flows read and change them. */
import type { Account, LegacyIdentity, Membership, Standing, UserProfile } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit-event.js";
import type { Entitlements } from "../domain/legacy-mapping/mapping.js";

/** What decides over access to an account. Reads are strongly consistent. */
export interface AccessDirectory {
  profile(userId: string): Promise<UserProfile | undefined>;
  userIdBySub(sub: string): Promise<string | undefined>;
  /** The user, the account and the membership between them, in one read. */
  standing(userId: string, systemAccountId: string): Promise<Standing>;
  accounts(systemAccountIds: readonly string[]): Promise<Account[]>;
}

/**
 * Accounts, memberships and users. Every write takes the audit event that belongs to it and commits
 * both or neither. Reads are strongly consistent.
 */
export interface Directory extends AccessDirectory {
  legacyIdentity(legacyId: string): Promise<LegacyIdentity | undefined>;
  /** The legacy id that was approved under a normalised address. */
  legacyIdByAddress(email: string): Promise<string | undefined>;
  /** Up to `limit` memberships of a user, in the order of account ids. */
  memberships(userId: string, limit: number): Promise<Membership[]>;
  /**
   * Records that the legacy system vouched for a user. `exists` when that was done before for this legacy
   * id, or for another one with this address; nothing is written then. `isNew`: the user id was made for
   * this, so that there is nothing to read about it before. `entitlements` wait in the identity until they
   * are given.
   */
  approveMigration(
    input: {
      legacyId: string;
      userId: string;
      email: string;
      isNew?: boolean;
      entitlements?: Entitlements | undefined;
    },
    event: AuditEvent,
  ): Promise<"approved" | "exists">;
  /** Links an approved legacy identity to the pool's `sub`. `exists` when that very link is there already. */
  linkLegacy(
    input: { legacyId: string; userId: string; sub: string },
    event: AuditEvent,
  ): Promise<"linked" | "exists" | "unknown">;
  /** Creates a profile for a `sub`. `exists` when the `sub` has one; nothing is written then. `isNew` as above. */
  createProfile(
    input: Pick<UserProfile, "userId" | "email" | "status" | "passwordPending"> & {
      readonly sub: string;
      readonly isNew?: boolean;
    },
    event: AuditEvent,
  ): Promise<"created" | "exists">;
  /** Moves an UNCONFIRMED profile to ACTIVE. Any other status stays; only the event is written then. */
  activateProfile(userId: string, event: AuditEvent): Promise<void>;
}

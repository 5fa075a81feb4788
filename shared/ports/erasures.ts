/** The erasure of users, for operator commands. Every step can be repeated. */
import type { LegacyIdentity, UserProfile } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";

export interface Erasures {
  /**
   * Suspends the profile for good, and stores the tombstones: from then on, no migration gives a user to their owner.
   * Returns `begun` also if the erasure began before, and `unknown`, without a write, if there is no profile.
   */
  begin(
    erasure: { readonly userId: string; readonly tombstones: readonly string[] },
    event: AuditEvent,
  ): Promise<"begun" | "unknown">;
  /**
   * Deletes all rows of the user beside the profile: memberships in both directions, with the count of owners; earlier
   * addresses; invitations of the address; proofs of all addresses by users of providers; the pool users; and the legacy identity with its addresses, unless it belongs to another user.
   */
  deleteRows(erasure: {
    readonly profile: UserProfile;
    readonly subs: readonly string[];
    readonly legacy: LegacyIdentity | undefined;
  }): Promise<void>;
  /** Deletes the profile, together with the event. */
  complete(userId: string, event: AuditEvent): Promise<void>;
}

/** Directory operations that merge a duplicate into the user that is kept. Only for operator commands. */
import type { Membership } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";
import type { Merge } from "../domain/duplicates.js";
import type { Holding } from "../domain/merge-holdings.js";

/**
 * A merge moves the duplicate's data to the kept user, one transaction per step. Repeated steps change
 * nothing.
 */
export interface Merges {
  /** Merges that were started and not finished. Reads the whole table. */
  unfinished(): AsyncIterable<Merge>;
  /**
   * Suspends the duplicate permanently and stores the merge. Returns `refused` if either user is suspended.
   */
  begin(merge: Merge, event: AuditEvent): Promise<"begun" | "refused">;
  /** What the duplicate holds besides memberships. Reads the whole table. */
  holdings(duplicateUserId: string): AsyncIterable<Holding>;
  /**
   * Returns `gone` if the holding no longer exists, and `refused` if it changed since it was read, or if the kept user
   * has a grant, a department or teams that exclude it.
   */
  moveHolding(merge: Merge, holding: Holding, event: AuditEvent): Promise<"moved" | "gone" | "refused">;
  /**
   * Returns `kept` if the user already has a membership of the account: it stays, and the duplicate's is
   * removed.
   */
  moveMembership(merge: Merge, membership: Membership, event: AuditEvent): Promise<"moved" | "kept">;
  /** Returns `refused` if the user has a legacy id, or if the duplicate does not have this one. */
  moveLegacyId(merge: Merge, legacyId: string, event: AuditEvent): Promise<"moved" | "refused">;
  end(merge: Merge, event: AuditEvent): Promise<void>;
}

/** What merging a duplicate into the user who stays needs from the directory. For operators' commands only. */
import type { Membership } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit-event.js";
import type { Merge } from "../domain/duplicates.js";

/** A merge moves what a duplicate has to the user who stays, one step a transaction. Repeated steps change nothing. */
export interface Merges {
  /** Merges that were begun and not ended. Reads the whole table. */
  unfinished(): AsyncIterable<Merge>;
  /** Suspends the duplicate for good and remembers what is to be done; `refused` when one of the two is suspended. */
  begin(merge: Merge, event: AuditEvent): Promise<"begun" | "refused">;
  /** `kept` when the user has a membership of that account already: theirs stays, the duplicate's goes. */
  moveMembership(merge: Merge, membership: Membership, event: AuditEvent): Promise<"moved" | "kept">;
  /** `refused` when the user has a legacy id of their own, or the duplicate has not this one. */
  moveLegacyId(merge: Merge, legacyId: string, event: AuditEvent): Promise<"moved" | "refused">;
  end(merge: Merge, event: AuditEvent): Promise<void>;
}

/** The ends of users whom the user pool deleted or disabled. */
import type { AuditEvent } from "../domain/audit/audit-event.js";
import type { PoolUser } from "../domain/pool-user.js";

export interface UserEndings {
  /**
   * Suspends the profile and records the ending, with the time of the event. Returns `unchanged`, without a write, if an
   * ending is recorded, if the user is a merged duplicate, or if `suspended` is `skip` and the user is suspended.
   */
  begin(
    ending: { readonly userId: string; readonly suspended: "skip" | "include" },
    event: AuditEvent,
  ): Promise<"begun" | "unchanged">;
  /** Records that everything of the user has ended. Does nothing if no ending is recorded. */
  complete(userId: string): Promise<void>;
}

/** Users of the pool by their `sub`, native or federated; undefined if there is none. */
export interface PoolPresence {
  bySub(sub: string): Promise<Pick<PoolUser, "enabled"> | undefined>;
}

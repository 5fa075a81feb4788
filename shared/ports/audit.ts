/** Where audit events are recorded, and from where they are published. */
import type { AuditEvent, RecordedAuditEvent } from "../domain/audit-event.js";

export interface AuditLog {
  /**
   * Records an event that has no state change of its own. Recording the same id again changes
   * nothing. A failure rejects or goes to the log, as AUDIT_POLICY says of the type.
   */
  record(event: AuditEvent): Promise<void>;
}

/** The side of the audit table from which events are published. */
export interface AuditOutbox {
  /** Marks events as published, so that the sweeper leaves them alone. */
  acknowledge(events: readonly RecordedAuditEvent[]): Promise<void>;
  /** Events recorded before `olderThan` that nobody acknowledged, oldest first. */
  unpublished(olderThan: Date, limit: number): Promise<RecordedAuditEvent[]>;
}

export interface AuditBus {
  /** Publishes up to ten events; answers which of them the bus did not take, by index, and the name of the error. */
  publish(
    events: readonly RecordedAuditEvent[],
  ): Promise<{ readonly failed: readonly number[]; readonly cause?: string }>;
}

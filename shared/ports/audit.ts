/** Recording and publication of audit events. */
import type { AuditEvent, RecordedAuditEvent } from "../domain/audit-event.js";

export interface AuditLog {
  /**
   * Records an event without a state change. Recording the same id again changes nothing. On
   * failure, rejects or writes the event to the log, as AUDIT_POLICY states for the type.
   */
  record(event: AuditEvent): Promise<void>;
}

/** The publishing side of the audit table. */
export interface AuditOutbox {
  /** Marks events as published, so that the sweeper skips them. */
  acknowledge(events: readonly RecordedAuditEvent[]): Promise<void>;
  /** Events recorded before `olderThan` that are not acknowledged, oldest first. */
  unpublished(olderThan: Date, limit: number): Promise<RecordedAuditEvent[]>;
}

export interface AuditBus {
  /**
   * Publishes up to ten events. Returns the indexes of the events that the bus rejected, and the error's
   * name.
   */
  publish(
    events: readonly RecordedAuditEvent[],
  ): Promise<{ readonly failed: readonly number[]; readonly cause?: string }>;
}

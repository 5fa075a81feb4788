/** Recording and publication of audit events. */
import type { AuditEvent, RecordedAuditEvent } from "../domain/audit/audit-event.js";
import type { AuditRow, AuditRowKey, SealedColumns, WaitingRow } from "../domain/audit/audit-row.js";

export interface AuditLog {
  /**
   * Records an event without a state change. Recording the same id again changes nothing. On
   * failure, rejects or writes the event to the log, as AUDIT_POLICY states for the type.
   */
  record(event: AuditEvent): Promise<void>;
}

/** Message authentication codes of event rows: a row that no function of the stage wrote has none that is valid. */
export interface AuditSeal {
  of(row: SealedColumns): Promise<string>;
  holds(row: SealedColumns & { readonly mac: string }): Promise<boolean>;
}

/** An event with its number, and the row that holds it. */
export type NumberedEvent = { readonly row: AuditRowKey; readonly event: RecordedAuditEvent };

export type NumberedRows = {
  /** In the order of the rows. */
  readonly events: readonly NumberedEvent[];
  /** Rows whose number could not be reserved now. */
  readonly postponed: readonly AuditRowKey[];
};

/** The publishing side of the audit table. */
export interface AuditOutbox {
  /**
   * Gives each event of up to 100 rows the next number of its subject, and a hash over itself and the previous hash.
   * Numbers are reserved before they are returned, so a repetition returns the same numbers. Rows that have left the
   * outbox are omitted. A row that is not a sealed event leaves the outbox, and `audit.unreadable` is recorded for it.
   * Rows may repeat. `event`: the stored text as the caller read it, which saves a read of the row.
   */
  number(rows: readonly (AuditRowKey & Partial<Pick<AuditRow, "event">>)[]): Promise<NumberedRows>;
  /** Stores the numbers. Published events leave the outbox; refused ones stay in it. */
  settle(events: {
    readonly published: readonly NumberedEvent[];
    readonly refused: readonly NumberedEvent[];
  }): Promise<void>;
  /**
   * The rows that were recorded before `olderThan` and are still in the outbox, oldest first, as independent
   * sequences of pages of up to 100 rows. No subject is in two of them.
   */
  waiting(olderThan: Date): readonly AsyncIterable<readonly WaitingRow[]>[];
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

/** Log lines and metrics. */
import type { AuditEvent } from "../domain/audit-event.js";

/** The only fields that a log line can have. Nothing that a person typed or a token holds is among them. */
export type LogFields = {
  readonly outcome?: string | undefined;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  readonly source?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly requestId?: string | undefined;
  readonly status?: number | undefined;
  readonly count?: number | undefined;
  readonly failed?: number | undefined;
  /** The class of an unexpected error, never its text. */
  readonly errorName?: string | undefined;
  /** `file:line` frames of an unexpected error, without its message. */
  readonly frames?: readonly string[] | undefined;
  /** An audit event that the table could not take: the log is then its only record. */
  readonly auditEvent?: AuditEvent | undefined;
};

export interface Logger {
  log(level: "info" | "warn" | "error", message: string, fields: LogFields): void;
}

export interface Metrics {
  /** Counts one; `name` is a metric of CloudWatch's embedded metric format. */
  count(name: string): void;
  /** A number of seconds, of which the last one of an invocation counts. */
  measure(name: string, seconds: number): void;
  /** Writes what was counted and measured; called once at the end of an invocation. */
  flush(): void;
}

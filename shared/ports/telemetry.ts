/** Log lines and metrics. */
import type { AuditEvent } from "../domain/audit/audit-event.js";

/** The closed list of log fields. It holds no user input and no content of tokens. */
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
  /** Table, key and column of a stored value that cannot be read. Keys that may hold personal data are cut. */
  readonly row?: string | undefined;
  /** `file:line` frames of an unexpected error, without its message. */
  readonly frames?: readonly string[] | undefined;
  /** An audit event that the table did not accept: the log is then its only record. */
  readonly auditEvent?: AuditEvent | undefined;
};

export interface Logger {
  log(level: "info" | "warn" | "error", message: string, fields: LogFields): void;
}

export interface Metrics {
  /** Adds one; `name` is a metric in CloudWatch's embedded metric format. */
  count(name: string): void;
  /** A duration in seconds. The last value of an invocation counts. */
  measure(name: string, seconds: number): void;
  /** Writes all counts and measurements. Called once at the end of an invocation. */
  flush(): void;
}

/** The allow-list of log fields, enforced at run time because a type cast can bypass the type check. */
import type { LogFields } from "../../ports/index.js";

const ALLOWED = {
  outcome: true,
  code: true,
  reason: true,
  source: true,
  durationMs: true,
  requestId: true,
  status: true,
  count: true,
  failed: true,
  errorName: true,
  row: true,
  frames: true,
  auditEvent: true,
} as const satisfies Record<keyof LogFields, true>;

export const allowedFields = (fields: LogFields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => Object.hasOwn(ALLOWED, name) && value !== undefined),
  );

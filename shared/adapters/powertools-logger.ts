/** One JSON line per call, through Powertools; only the fields of `LogFields` are written. */
import { Logger as PowertoolsLogger } from "@aws-lambda-powertools/logger";
import type { LogFields, Logger } from "../ports.js";

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
  frames: true,
  auditEvent: true,
} as const satisfies Record<keyof LogFields, true>;

const allowedOnly = (fields: LogFields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => Object.hasOwn(ALLOWED, name) && value !== undefined),
  );

/** Types cannot hold at run time what a careless cast lets through: the list is applied again here. */
export const powertoolsLogger = (serviceName: string): Logger => {
  const logger = new PowertoolsLogger({ serviceName });
  return { log: (level, message, fields) => logger[level](message, { ...allowedOnly(fields) }) };
};

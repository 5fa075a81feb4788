/** One JSON line per call, through Powertools; only the fields of `LogFields` are written. */
import { Logger as PowertoolsLogger } from "@aws-lambda-powertools/logger";
import type { Logger } from "../../ports/index.js";
import { allowedFields } from "./log-fields.js";

/** The allow-list is applied at run time too, because a type cast can bypass the type check. */
export const powertoolsLogger = (serviceName: string): Logger => {
  const logger = new PowertoolsLogger({ serviceName });
  return { log: (level, message, fields) => logger[level](message, { ...allowedFields(fields) }) };
};

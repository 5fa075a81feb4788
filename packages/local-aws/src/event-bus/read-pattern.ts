/** Reads and compiles the event pattern of a request, with the limits and errors of the API. */

import { ServiceError } from "../aws-json/service-error.js";
import { compilePattern, type EventPattern } from "./pattern/event-pattern.js";
import { InvalidPattern } from "./pattern/invalid-pattern.js";

export interface ReadPattern {
  readonly text: string;
  readonly compiled: EventPattern;
}

/** Length limit of the request member. The quota for patterns is smaller. */
export const LONGEST_PATTERN = 4096;
const PATTERN_QUOTA = 2048;

export const readPattern = (text: string): ReadPattern => {
  if (text.length > PATTERN_QUOTA)
    throw new ServiceError("LimitExceededException", `A pattern has at most ${PATTERN_QUOTA} characters.`);
  try {
    return { text, compiled: compilePattern(text) };
  } catch (error) {
    if (error instanceof InvalidPattern)
      throw new ServiceError("InvalidEventPatternException", error.message);
    throw error;
  }
};

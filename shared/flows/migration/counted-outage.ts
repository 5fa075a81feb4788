/** Runs a step of a legacy identity that must not prevent the sign-in. */
import { AuthError } from "../../domain/errors.js";
import type { Ports } from "../../ports/index.js";

/** Returns `otherwise`, and counts a metric, if a dependency is down. */
export const countedOutage = async <Answer>(
  { metrics }: Pick<Ports, "metrics">,
  otherwise: Answer,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof AuthError)) throw thrown;
    metrics.count("legacy_claim_failed");
    return otherwise;
  }
};

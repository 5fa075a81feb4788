/** For steps of a legacy identity that nobody is kept from signing in by. */
import { AuthError } from "../../domain/errors.js";
import type { Ports } from "../../ports/index.js";

/** `otherwise` where a dependency is down, which the metric says. */
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

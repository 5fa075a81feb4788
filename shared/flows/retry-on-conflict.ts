/**
 * Optimistic concurrency. An attempt reads, decides, and writes on the condition that what it read is
 * unchanged. If the write is refused, the whole attempt runs again on the current rows.
 */
import { AuthError } from "../domain/errors.js";

const ATTEMPTS = 4;

/** @throws AuthError `conflict` if all four attempts are refused. Errors of `attempt` pass through. */
export const retryOnConflict = async <T>(attempt: () => Promise<T | "refused">): Promise<T> => {
  for (let count = 0; count < ATTEMPTS; count += 1) {
    const outcome = await attempt();
    if (outcome !== "refused") return outcome;
  }
  throw new AuthError("conflict");
};

/**
 * Decides and writes. A write says under which conditions its decision holds; when they changed meanwhile,
 * the decision is made again from what is there now.
 */
import { AuthError } from "../domain/errors.js";

const ATTEMPTS = 4;

/** @throws AuthError `conflict` when others were faster every time; whatever `attempt` throws. */
export const retryOnConflict = async <T>(attempt: () => Promise<T | "refused">): Promise<T> => {
  for (let count = 0; count < ATTEMPTS; count += 1) {
    const outcome = await attempt();
    if (outcome !== "refused") return outcome;
  }
  throw new AuthError("conflict");
};

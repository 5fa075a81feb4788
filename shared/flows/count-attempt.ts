/** Counts an attempt before any other work, and rejects it when the throttle's limit is reached. */
import { AuthError } from "../domain/errors.js";
import type { ThrottleRule } from "../domain/throttle-rule.js";
import type { Ports } from "../ports/index.js";

/** @throws AuthError `too_many_requests`, with `retryAfterSeconds`. */
export const countAttempt = async (
  deps: Pick<Ports, "throttle">,
  rule: ThrottleRule,
  key: string,
): Promise<void> => {
  const { allowed, retryAfterSeconds } = await deps.throttle.take(rule, key);
  if (!allowed) throw new AuthError("too_many_requests", { retryAfterSeconds });
};

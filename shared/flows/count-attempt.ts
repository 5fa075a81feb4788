/** Counts an attempt before anything else is done for it, and turns it away when there were too many. */
import { AuthError } from "../domain/errors.js";
import type { ThrottleRule } from "../domain/throttle-rule.js";
import type { Ports } from "../ports/index.js";

/** @throws AuthError `too_many_requests`, with the time to wait. */
export const countAttempt = async (
  deps: Pick<Ports, "throttle">,
  rule: ThrottleRule,
  key: string,
): Promise<void> => {
  const { allowed, retryAfterSeconds } = await deps.throttle.take(rule, key);
  if (!allowed) throw new AuthError("too_many_requests", { retryAfterSeconds });
};

/**
 * The deadline of an invocation. Calls of adapters end with it. So a write is cancelled when its result is no
 * longer awaited, and the caller gets an error of ours instead of the gateway's timeout.
 */
import type { Invocation, Ports } from "../ports/index.js";

export type DeadlineDeps = Pick<Ports, "deadline">;

/**
 * The longest work per entry point, below the limit of its caller.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const LONGEST_WORK_MS = {
  /** API Gateway waits 30 s for an integration. */
  request: 28_500,
  /** API Gateway waits 10 s for an authorizer. */
  authorize: 9_500,
  /** The caller waits as long as the function may run: 15 minutes are Lambda's maximum. */
  service: 15 * 60_000,
} as const;

/** For the error response and the log line. */
const RESERVE_MS = 300;

/**
 * Runs `work` until shortly before Lambda ends the invocation.
 * @throws AuthError `temporarily_unavailable` at the deadline.
 */
export const beforeDeadline = <T>(
  { deadline }: DeadlineDeps,
  invocation: Invocation | undefined,
  longestMs: number,
  work: () => Promise<T>,
): Promise<T> => {
  const remainingMs = invocation?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY;
  return deadline.within(Math.max(0, Math.min(longestMs, remainingMs - RESERVE_MS)), work);
};

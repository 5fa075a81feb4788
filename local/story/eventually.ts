/** Polls until a condition holds, for results that arrive by stream, bus or mail. */
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 25;

/** @throws Error naming `what` if it does not hold within `timeoutMs`. */
export const eventually = async <T>(
  what: string,
  look: () => Promise<T | undefined>,
  timeoutMs = 10_000,
): Promise<T> => {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > until) throw new Error(`${what} did not arrive within ${timeoutMs} ms`);
    await delay(POLL_MS);
  }
};

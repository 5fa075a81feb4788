/** Waits until a condition is true. Rejects after ten seconds. */
import { setTimeout } from "node:timers/promises";

const LIMIT_MS = 10_000;
const PAUSE_MS = 5;

export const waitUntil = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  const end = performance.now() + LIMIT_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`the condition is still false after ${LIMIT_MS} ms`);
    await setTimeout(PAUSE_MS);
  }
};

/** Timers that only move when a test says so. */
import { setImmediate } from "node:timers/promises";
import type { Timers } from "../../src/event-bus/index.js";

export interface ManualTimers extends Timers {
  /** Moves the clock, running what falls due in order; what that sets off may settle in between. */
  advance(ms: number): Promise<void>;
  readonly pending: number;
}

export const manualTimers = (start = Date.parse("2026-03-01T00:00:00Z")): ManualTimers => {
  let now = start;
  let waiting: { at: number; run: () => void }[] = [];
  const settle = async (): Promise<void> => {
    for (let challengeAnswer = 0; challengeAnswer < 5; challengeAnswer += 1) await setImmediate();
  };
  return {
    now: () => now,
    after: (delayMs, run) => {
      const timer = { at: now + Math.max(delayMs, 0), run };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((each) => each !== timer);
      };
    },
    get pending() {
      return waiting.length;
    },
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        await settle();
        const due = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        waiting = waiting.filter((each) => each !== due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = end;
    },
  };
};

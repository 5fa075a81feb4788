/** Attempt counters and outage notes in memory, on the given clock. */
import { pauseSeconds } from "../domain/throttle-rule.js";
import type { Clock, Outages, Throttle } from "../ports/index.js";

export const memoryThrottle = (clock: Clock): Throttle => {
  const attempts = new Map<string, number>();
  const nextAt = new Map<string, number>();
  const secondsNow = () => Math.floor(clock.now().getTime() / 1000);
  return {
    take: async ({ name, limit, windowSeconds, beyond }, key) => {
      const now = secondsNow();
      const index = Math.floor(now / windowSeconds);
      const counter = `${name}/${key}/${index}`;
      const used = attempts.get(counter) ?? 0;
      if (used >= limit) {
        if (beyond === "refuse")
          return { allowed: false, retryAfterSeconds: (index + 1) * windowSeconds - now };
        const next = nextAt.get(counter) ?? 0;
        if (next > now) return { allowed: false, retryAfterSeconds: next - now };
        nextAt.set(counter, now + pauseSeconds(used + 1 - limit));
      }
      attempts.set(counter, used + 1);
      return { allowed: true, retryAfterSeconds: 0 };
    },
    giveBack: async ({ name, windowSeconds }, key) => {
      const counter = `${name}/${key}/${Math.floor(secondsNow() / windowSeconds)}`;
      attempts.set(counter, Math.max(0, (attempts.get(counter) ?? 0) - 1));
    },
  };
};

const OUTAGE_MS = 5 * 60_000;

export const memoryOutages = (clock: Clock): Outages => {
  const until = new Map<string, number>();
  return {
    report: async (dependency) => {
      until.set(dependency, clock.now().getTime() + OUTAGE_MS);
    },
    clear: async (dependency) => {
      until.delete(dependency);
    },
    isDown: async (dependency) => (until.get(dependency) ?? 0) > clock.now().getTime(),
  };
};

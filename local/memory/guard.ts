/** Attempt counters and outage notes in memory, on the given clock. */
import type { Clock, Outages, Throttle } from "../../shared/ports.js";

export const memoryThrottle = (clock: Clock): Throttle => {
  const attempts = new Map<string, number>();
  const secondsNow = () => Math.floor(clock.now().getTime() / 1000);
  return {
    take: async ({ name, limit, windowSeconds }, key) => {
      const now = secondsNow();
      const index = Math.floor(now / windowSeconds);
      const counter = `${name}/${key}/${index}`;
      const used = attempts.get(counter) ?? 0;
      if (used >= limit) return { allowed: false, retryAfterSeconds: (index + 1) * windowSeconds - now };
      attempts.set(counter, used + 1);
      return { allowed: true, retryAfterSeconds: 0 };
    },
    giveBack: async ({ name, windowSeconds }, key) => {
      const counter = `${name}/${key}/${Math.floor(secondsNow() / windowSeconds)}`;
      attempts.set(counter, Math.max(0, (attempts.get(counter) ?? 0) - 1));
    },
  };
};

const OUTAGE_MS = 30_000;

export const memoryOutages = (clock: Clock): Outages => {
  const until = new Map<string, number>();
  return {
    report: async (dependency) => {
      until.set(dependency, clock.now().getTime() + OUTAGE_MS);
    },
    isDown: async (dependency) => (until.get(dependency) ?? 0) > clock.now().getTime(),
  };
};

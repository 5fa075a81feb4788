/** Attempt counters, outage notes and the floor of answers in memory, on the given clock. */
import { secondsAt } from "../domain/seconds.js";
import { pauseAfter, refillSeconds, type ThrottleRule, waitOf } from "../domain/throttle-rule.js";
import type { AnswerFloors, Attempt, Clock, FloorRecord, Outages, Throttle } from "../ports/index.js";

export type MemoryThrottle = Throttle & {
  /** What a rule of the kind `refuse` allows, without counting. */
  look(rule: ThrottleRule, key: string): Attempt;
};

export const memoryThrottle = (clock: Clock): MemoryThrottle => {
  const attempts = new Map<string, number>();
  const nextAt = new Map<string, number>();
  const countedAt = new Map<string, number>();
  /** When all attempts of a rule that refills are back. */
  const fullAt = new Map<string, number>();
  const secondsNow = () => secondsAt(clock.now());
  return {
    look: ({ name, limit, windowSeconds }, key) => {
      const index = Math.floor(secondsNow() / windowSeconds);
      return (attempts.get(`${name}/${key}/${index}`) ?? 0) < limit
        ? { allowed: true, retryAfterSeconds: 0 }
        : { allowed: false, retryAfterSeconds: (index + 1) * windowSeconds - secondsNow() };
    },
    take: async (rule, key) => {
      const { name, limit, windowSeconds, beyond } = rule;
      const now = secondsNow();
      if (beyond === "refill") {
        const full = Math.max(now, fullAt.get(`${name}/${key}`) ?? 0);
        const latest = now + windowSeconds;
        if (full > latest) return { allowed: false, retryAfterSeconds: full - latest };
        fullAt.set(`${name}/${key}`, full + refillSeconds(rule));
        return { allowed: true, retryAfterSeconds: 0 };
      }
      const index = Math.floor(now / windowSeconds);
      const counter = `${name}/${key}/${index}`;
      const used = attempts.get(counter) ?? 0;
      attempts.set(counter, used + 1);
      if (used < limit) {
        countedAt.set(counter, now);
        return { allowed: true, retryAfterSeconds: 0 };
      }
      const endsAt = (index + 1) * windowSeconds;
      const next = beyond === "refuse" ? endsAt : Math.min(nextAt.get(counter) ?? 0, endsAt);
      if (next > now) {
        attempts.set(counter, used);
        const refused = { until: next, countedAt: countedAt.get(counter) };
        return { allowed: false, retryAfterSeconds: waitOf(rule, refused, now) };
      }
      const attemptNumber = used + 1;
      nextAt.set(counter, now + pauseAfter(attemptNumber - limit));
      return { allowed: true, retryAfterSeconds: 0, attemptNumber };
    },
    refund: async (rule, key, attemptNumber) => {
      const { name, windowSeconds } = rule;
      if (rule.beyond === "refill") {
        const full = fullAt.get(`${name}/${key}`) ?? 0;
        fullAt.set(`${name}/${key}`, full - refillSeconds(rule));
        return;
      }
      const counter = `${name}/${key}/${Math.floor(secondsNow() / windowSeconds)}`;
      const used = attempts.get(counter) ?? 0;
      if (used === attemptNumber) nextAt.delete(counter);
      attempts.set(counter, Math.max(0, used - 1));
    },
  };
};

const OUTAGE_MS = 5 * 60_000;

export const memoryOutages = (clock: Clock): Outages => {
  const until = new Map<string, number>();
  const probed = new Map<string, number>();
  return {
    report: async (dependency) => {
      until.set(dependency, clock.now().getTime() + OUTAGE_MS);
    },
    clear: async (dependency) => {
      until.delete(dependency);
    },
    isDown: async (dependency) => (until.get(dependency) ?? 0) > clock.now().getTime(),
    takeProbe: async (dependency, pauseMs) => {
      const now = clock.now().getTime();
      if (now - (probed.get(dependency) ?? 0) < pauseMs) return false;
      probed.set(dependency, now);
      return true;
    },
  };
};

export const memoryAnswerFloors = (): AnswerFloors => {
  let record: FloorRecord = { version: 0, steps: [] };
  return {
    read: async () => record,
    replace: async ({ version }, steps) => {
      if (version === record.version) record = { version: version + 1, steps };
    },
  };
};

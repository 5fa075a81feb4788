/** The system clock and the operating system's random source. */
import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { MinimumDuration } from "../../ports/challenges.js";
import type { Clock, Random } from "../../ports/index.js";

export const systemClock: Clock = { now: () => new Date() };

export const systemRandom: Random = {
  id: (prefix) => `${prefix}_${randomUUID().replaceAll("-", "")}`,
  token: () => randomBytes(32).toString("base64url"),
};

export const systemMinimumDuration: MinimumDuration = {
  until: async (at) => {
    const milliseconds = at.getTime() - Date.now();
    if (milliseconds > 0) await delay(milliseconds);
  },
};

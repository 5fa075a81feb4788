/** The machine's clock and its source of randomness. */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Pace } from "../ports/challenges.js";
import type { Clock, Random } from "../ports.js";

export const systemClock: Clock = { now: () => new Date() };

export const systemRandom: Random = {
  id: (prefix) => `${prefix}_${randomUUID().replaceAll("-", "")}`,
};

export const systemPace: Pace = {
  until: async (at) => {
    const milliseconds = at.getTime() - Date.now();
    if (milliseconds > 0) await delay(milliseconds);
  },
};

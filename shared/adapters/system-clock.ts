/** The machine's clock and its source of randomness. */
import { randomUUID } from "node:crypto";
import type { Clock, Random } from "../ports.js";

export const systemClock: Clock = { now: () => new Date() };

export const systemRandom: Random = {
  id: (prefix) => `${prefix}_${randomUUID().replaceAll("-", "")}`,
};

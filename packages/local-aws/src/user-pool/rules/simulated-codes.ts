/**
 * Remembers the unknown names that a password code was requested for. Checking a code then returns what it
 * would for a user: a mismatch if one was requested, expired if not. Limited in size, in memory.
 */
import { ExpiringMap } from "../../bounded-map.js";
import type { Clock } from "../clock.js";

const hourMs = 3_600_000;

export class SimulatedCodes {
  readonly #requested: ExpiringMap<true>;

  constructor(clock: Clock) {
    this.#requested = new ExpiringMap(clock);
  }

  requested(poolId: string, username: string): void {
    this.#requested.set(`${poolId} ${username}`, true, hourMs);
  }

  wasRequested(poolId: string, username: string): boolean {
    return this.#requested.get(`${poolId} ${username}`) !== undefined;
  }
}

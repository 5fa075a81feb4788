/**
 * Remembers for which unknown names a password code was "sent", so that trying a code answers as it would for a
 * user: wrong when one was asked for, expired when none was. Bounded, in memory.
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

/**
 * Remembers for which unknown names a password code was "sent", so that trying a code answers as it would for a
 * user: wrong when one was asked for, expired when none was. Bounded, in memory.
 */
import type { Clock } from "../clock.js";

const hourMs = 3_600_000;
const mostNames = 10_000;

export class SimulatedCodes {
  readonly #clock: Clock;
  readonly #until = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  requested(poolId: string, username: string): void {
    const key = `${poolId} ${username}`;
    this.#until.delete(key);
    this.#until.set(key, this.#clock.now() + hourMs);
    const [oldest] = this.#until.keys();
    if (this.#until.size > mostNames && oldest !== undefined) this.#until.delete(oldest);
  }

  wasRequested(poolId: string, username: string): boolean {
    return this.#clock.now() < (this.#until.get(`${poolId} ${username}`) ?? 0);
  }
}

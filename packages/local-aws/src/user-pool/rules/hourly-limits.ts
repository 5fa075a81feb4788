/**
 * Hourly quotas per user for the operations that send or check codes (developer guide, "Quotas": 5 to 20 an
 * hour). Unknown names are counted too, so that a limit does not reveal which users exist. Counts are kept in
 * memory only.
 */
import { ExpiringMap } from "../../bounded-map.js";
import type { Clock } from "../clock.js";
import { CognitoError } from "../errors.js";

const hourMs = 3_600_000;

const perHour = {
  ChangePassword: 5,
  ConfirmForgotPassword: 20,
  ConfirmSignUp: 15,
  ForgotPassword: 20,
  GetUserAttributeVerificationCode: 5,
  ResendConfirmationCode: 5,
  VerifyUserAttribute: 15,
} as const;

export type LimitedOperation = keyof typeof perHour;

export class HourlyLimits {
  readonly #clock: Clock;
  readonly #overrides: Partial<Record<LimitedOperation, number>>;
  readonly #counters: ExpiringMap<{ count: number; readonly until: number }>;

  constructor(clock: Clock, overrides: Partial<Record<LimitedOperation, number>> = {}) {
    this.#clock = clock;
    this.#overrides = overrides;
    this.#counters = new ExpiringMap(clock);
  }

  /** Counts one attempt. Throws LimitExceededException if the quota of the hour is used up. */
  count(operation: LimitedOperation, poolId: string, username: string): void {
    const key = `${operation} ${poolId} ${username}`;
    const now = this.#clock.now();
    const counter = this.#counters.get(key) ?? { count: 0, until: now + hourMs };
    if (counter.count >= (this.#overrides[operation] ?? perHour[operation])) {
      throw new CognitoError("LimitExceededException", "Attempt limit exceeded, please try after some time.");
    }
    counter.count += 1;
    this.#counters.set(key, counter, counter.until - now);
  }
}

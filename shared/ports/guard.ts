/** Attempt counters and shared records of outages. */
import type { ThrottleRule } from "../domain/throttle-rule.js";

export interface Throttle {
  /**
   * Counts an attempt. Beyond the limit, the rule decides: no more attempts in the window, or one at a time
   * after growing pauses. Concurrent callers never exceed that. If counting fails, the rule decides whether
   * the call resolves or rejects.
   */
  take(rule: ThrottleRule, key: string): Promise<{ allowed: boolean; retryAfterSeconds: number }>;
  /** Takes an attempt off the count, because it was not a guess. Never rejects. */
  giveBack(rule: ThrottleRule, key: string): Promise<void>;
}

/** A record, shared between functions, that a dependency is unavailable. It expires after five minutes. */
export interface Outages {
  /** Records that the dependency is unavailable. Never rejects. */
  report(dependency: "legacy"): Promise<void>;
  /** Records that the dependency is available again. Never rejects. */
  clear(dependency: "legacy"): Promise<void>;
  /** Also true if the record cannot be read. Never rejects. */
  isDown(dependency: "legacy"): Promise<boolean>;
}

/** What keeps count of attempts, and notes of what is down; part of ../ports.ts. */
import type { ThrottleRule } from "../domain/throttle-rule.js";

export interface Throttle {
  /**
   * Counts an attempt. Beyond the limit of the window the rule says whether there are no more, or
   * one at a time after growing pauses; concurrent callers never get more than that. When it cannot
   * count, the rule says whether it answers or rejects.
   */
  take(rule: ThrottleRule, key: string): Promise<{ allowed: boolean; retryAfterSeconds: number }>;
  /** Gives an attempt back, because it was not a guess. Never rejects. */
  giveBack(rule: ThrottleRule, key: string): Promise<void>;
}

/** A note, shared between functions, that a dependency is down. It fades after five minutes. */
export interface Outages {
  /** Never rejects. */
  report(dependency: "legacy"): Promise<void>;
  /** It answers again. Never rejects. */
  clear(dependency: "legacy"): Promise<void>;
  /** True also when it cannot be known. Never rejects. */
  isDown(dependency: "legacy"): Promise<boolean>;
}

/** Attempt counters and shared records of outages. */
import type { FloorStep } from "../domain/answer-floor.js";
import type { ThrottleRule } from "../domain/throttle-rule.js";

export type Attempt = {
  readonly allowed: boolean;
  readonly retryAfterSeconds: number;
  /** The number of an attempt that a slow rule allowed beyond its limit. It began a pause. */
  readonly attemptNumber?: number;
};

export interface Throttle {
  /**
   * Counts an attempt. Beyond the limit, the rule decides: no more attempts in the window, or one at a time
   * after a pause. Concurrent callers never exceed that. Rejects if the attempt cannot be counted.
   */
  take(rule: ThrottleRule, key: string): Promise<Attempt>;
  /**
   * Takes an attempt off the count, because it was not a guess. With its `attemptNumber`, also ends the pause that the
   * attempt began, unless a later attempt was counted. Never rejects.
   */
  refund(rule: ThrottleRule, key: string, attemptNumber?: number): Promise<void>;
}

/** A record, shared between functions, that a dependency is unavailable. It expires after five minutes. */
export interface Outages {
  /** Records that the dependency is unavailable. Never rejects. */
  report(dependency: "legacy"): Promise<void>;
  /** Records that the dependency is available again. Never rejects. */
  clear(dependency: "legacy"): Promise<void>;
  /** Also true if the record cannot be read. Never rejects. */
  isDown(dependency: "legacy"): Promise<boolean>;
  /**
   * True for one caller in each `pauseMs`. That caller finds out whether the dependency is available. Never rejects.
   */
  takeProbe(dependency: "legacy", pauseMs: number): Promise<boolean>;
}

/** The floor's changes of the last minute, oldest first, and the floor that they replaced. */
export type FloorRecord = { readonly version: number; readonly steps: readonly FloorStep[] };

/** The floor of the stage's answers, which all functions share. */
export interface AnswerFloors {
  /** Undefined if the record cannot be read. Never rejects. */
  read(): Promise<FloorRecord | undefined>;
  /** Replaces the steps, unless they have changed since they were read. Never rejects. */
  replace(seen: FloorRecord, steps: readonly FloorStep[]): Promise<void>;
}

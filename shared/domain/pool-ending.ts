/**
 * Whether the user pool ended a user. It depends only on the present state of the pool, so reports of the pool may be
 * late, repeated or out of order.
 */
import type { UserProfile } from "./account.js";

/** The state of one pool user. */
export type PoolState = "enabled" | "disabled" | "missing";
export type EndingCause = "deleted" | "disabled";

/**
 * - `lives`: a pool user is enabled, no pool user was known yet, or an operator decided about the user since.
 * - `begun`: an ending is recorded, and something of the user may not have ended yet.
 * - `ended`: an ending is recorded, and everything has ended.
 * - `ends`: the ending must be recorded.
 */
export type PoolVerdict =
  | { readonly kind: "lives" | "begun" | "ended" }
  | { readonly kind: "ends"; readonly cause: EndingCause };

/** `states`: those of all pool users of the user, by their `sub`. */
export const judgePoolStates = (
  { status, mergedInto, ending, missingSubs = [] }: UserProfile,
  states: ReadonlyMap<string, PoolState>,
): PoolVerdict => {
  // The duplicate is suspended for good, and the merge moved what it had.
  if (mergedInto !== undefined) return { kind: "lives" };
  if (ending !== undefined) return { kind: ending.complete ? "ended" : "begun" };
  const all = [...states];
  if (all.some(([, state]) => state === "enabled")) return { kind: "lives" };
  // An operator reinstated the user without these pool users.
  const counted = all.filter(([sub, state]) => state !== "missing" || !missingSubs.includes(sub));
  if (counted.length === 0) return { kind: "lives" };
  if (counted.every(([, state]) => state === "missing")) return { kind: "ends", cause: "deleted" };
  // `users suspend` disables the pool users.
  return status === "SUSPENDED" ? { kind: "lives" } : { kind: "ends", cause: "disabled" };
};

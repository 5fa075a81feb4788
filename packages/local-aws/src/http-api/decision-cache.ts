/**
 * Decisions of authorizers by the values of their identity sources, and by nothing else: one entry
 * serves every route with that authorizer, as API Gateway's cache does.
 */
import type { Decision } from "./authorizer-decision.js";

export type DecisionCache = {
  get(key: string): Decision | undefined;
  set(key: string, decision: Decision, ttlMs: number): void;
};

const MAX_ENTRIES = 10_000;

export const decisionCache = (clock: { now(): number }): DecisionCache => {
  const entries = new Map<string, { readonly decision: Decision; readonly until: number }>();
  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry !== undefined && entry.until > clock.now()) return entry.decision;
      entries.delete(key);
      return undefined;
    },
    set: (key, decision, ttlMs) => {
      entries.delete(key);
      entries.set(key, { decision, until: clock.now() + ttlMs });
      const [oldest] = entries.keys();
      if (entries.size > MAX_ENTRIES && oldest !== undefined) entries.delete(oldest);
    },
  };
};

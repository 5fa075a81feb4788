/**
 * Cache of authorizer decisions. The key consists of the identity source values only: one entry applies to
 * all routes of that authorizer, as in API Gateway's cache.
 */
import { ExpiringMap } from "../bounded-map.js";
import type { Decision } from "./authorizer-decision.js";

export type DecisionCache = Pick<ExpiringMap<Decision>, "get" | "set">;

export const decisionCache = (clock: { now(): number }): DecisionCache => new ExpiringMap<Decision>(clock);

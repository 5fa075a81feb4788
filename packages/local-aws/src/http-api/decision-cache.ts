/**
 * Decisions of authorizers by the values of their identity sources, and by nothing else: one entry
 * serves every route with that authorizer, as API Gateway's cache does.
 */
import { ExpiringMap } from "../bounded-map.js";
import type { Decision } from "./authorizer-decision.js";

export type DecisionCache = Pick<ExpiringMap<Decision>, "get" | "set">;

export const decisionCache = (clock: { now(): number }): DecisionCache => new ExpiringMap<Decision>(clock);

/** What the guard table holds: attempts, sessions, habits and tickets. */
import { dynamoOneTimeTickets } from "../adapters/dynamo/challenge/one-time-tickets.js";
import { dynamoAnswerFloors } from "../adapters/dynamo/sign-in/answer-floors.js";
import { dynamoBlockedSources } from "../adapters/dynamo/sign-in/blocked-sources.js";
import { dynamoBrowserSessions } from "../adapters/dynamo/sign-in/browser-sessions.js";
import { dynamoOutages } from "../adapters/dynamo/sign-in/outages.js";
import { dynamoSessions } from "../adapters/dynamo/sign-in/sessions.js";
import { dynamoSignInHabits } from "../adapters/dynamo/sign-in/sign-in-habits.js";
import { dynamoSignInSources } from "../adapters/dynamo/sign-in/sign-in-sources.js";
import { dynamoThrottle } from "../adapters/dynamo/sign-in/throttle.js";
import { guardedStore, guardStore } from "./clients.js";
import { once } from "./provider.js";

export const throttle = /* @__PURE__ */ once(() => dynamoThrottle(guardStore()));
export const answerFloors = /* @__PURE__ */ once(() => dynamoAnswerFloors(guardStore()));
export const outages = /* @__PURE__ */ once(() => dynamoOutages(guardStore()));
export const habits = /* @__PURE__ */ once(() => dynamoSignInHabits(guardStore()));
export const signInSources = /* @__PURE__ */ once(() => dynamoSignInSources(guardStore()));
export const blockedSources = /* @__PURE__ */ once(() => dynamoBlockedSources(guardedStore()));
export const sessions = /* @__PURE__ */ once(() => dynamoSessions(guardStore()));
export const browserSessions = /* @__PURE__ */ once(() => dynamoBrowserSessions(guardStore()));
export const tickets = /* @__PURE__ */ once(() => dynamoOneTimeTickets(guardedStore()));

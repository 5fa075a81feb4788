/** Sign-in by mailed code or link, and step-up. */
import { dynamoChallenges } from "../adapters/dynamo/challenge/challenges.js";
import { dynamoPendingSignIns } from "../adapters/dynamo/challenge/one-time-tickets.js";
import { audit, directory, minimumDuration, pseudonyms, random } from "./base.js";
import { deadline, guardedStore } from "./clients.js";
import { userPool } from "./cognito.js";
import {
  answerFloors,
  browserSessions,
  habits,
  sessions,
  signInSources,
  throttle,
  tickets,
} from "./guards.js";
import { messenger } from "./mail.js";
import { serviceClients } from "./parameters.js";
import { once } from "./provider.js";
import { answerFloor, messages, notices, site } from "./settings.js";
import { sessionIds, tokens } from "./sign-in.js";
import { challengeKey } from "./sso-ticket.js";

const challenges = /* @__PURE__ */ once(() => dynamoChallenges(guardedStore()));
const pendingSignIns = /* @__PURE__ */ once(() => dynamoPendingSignIns(guardedStore()));

export const defineChallengePorts = { serviceClients };
export const createChallengePorts = {
  challenges,
  directory,
  messages,
  messenger,
  minimumDuration,
  challengeKey,
  pseudonyms,
  random,
  serviceClients,
  throttle,
};
export const verifyChallengePorts = { audit, challenges, directory, challengeKey, pseudonyms, tickets };
export const mailedSignInPorts = {
  answerFloors,
  minimumDuration,
  floor: answerFloor,
  audit,
  deadline,
  directory,
  habits,
  messenger,
  notices,
  pendingSignIns,
  pseudonyms,
  random,
  sessions,
  signInSources,
  throttle,
  userPool,
};
export const stepUpPorts = {
  browserSessions,
  pendingSignIns,
  pseudonyms,
  random,
  sessionIds,
  site,
  throttle,
  tickets,
  tokens,
  userPool,
};

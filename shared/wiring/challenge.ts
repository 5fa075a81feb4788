/** Sign-in by mailed code or link, step-up and one-time tickets. */
import { dynamoChallenges } from "../adapters/dynamo/challenge/challenges.js";
import { dynamoOneTimeTickets, dynamoPendingSignIns } from "../adapters/dynamo/challenge/one-time-tickets.js";
import { hmacChallengeKey } from "../adapters/node/hmac-challenge-key.js";
import * as config from "../config/index.js";
import { audit, directory, minimumDuration, pseudonyms, random } from "./base.js";
import { deadline, guardedStore, secrets } from "./clients.js";
import { env } from "./environment.js";
import { messenger } from "./messages.js";
import { serviceClients } from "./parameters.js";
import { composed, once } from "./provider.js";
import { answerFloor, lifetime, messages, notices } from "./settings.js";
import { answerFloors, habits, sessions, signInSources, throttle, tokens, userPool } from "./sign-in.js";

const challenges = /* @__PURE__ */ once(() => dynamoChallenges(guardedStore()));
const pendingSignIns = /* @__PURE__ */ once(() => dynamoPendingSignIns(guardedStore()));
const challengeKey = /* @__PURE__ */ composed(
  { secrets, name: () => config.challengeSecret(env) },
  ({ secrets, name }) => hmacChallengeKey(secrets, name),
);
export const tickets = /* @__PURE__ */ once(() => dynamoOneTimeTickets(guardedStore()));

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
export const ssoTicketPorts = { directory, challengeKey, random, tickets };
export const mailedSignInPorts = {
  answerFloors,
  minimumDuration,
  floor: answerFloor,
  audit,
  deadline,
  directory,
  habits,
  lifetime,
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
export const stepUpPorts = { pendingSignIns, pseudonyms, random, throttle, tickets, tokens, userPool };

/** The endpoints of sign-in, sessions and password reset. */
import { cognitoTokenVerifier } from "../adapters/cognito/token-verifier.js";
import { dynamoPendingSteps } from "../adapters/dynamo/sign-in/pending-steps.js";
import { sessionIds as digestedIds } from "../adapters/node/session-ids.js";
import { systemClock } from "../adapters/node/system-clock.js";
import { tokenSeals as sealedTokens } from "../adapters/node/token-seals.js";
import * as config from "../config/index.js";
import { audit, directory, minimumDuration, pseudonyms, random } from "./base.js";
import { deadline, guardStore } from "./clients.js";
import { tokenUserPool, userPool } from "./cognito.js";
import { env } from "./environment.js";
import {
  answerFloors,
  browserSessions,
  habits,
  outages,
  sessions,
  signInSources,
  throttle,
} from "./guards.js";
import { messenger } from "./mail.js";
import { once } from "./provider.js";
import { answerFloor, browserLimits, lifetime, notices, sessionModes, site } from "./settings.js";

export const tokenSeals = () => sealedTokens;
export const sessionIds = () => digestedIds;
export const tokens = /* @__PURE__ */ once(() =>
  cognitoTokenVerifier({ ...config.tokens(env), remember: false }, systemClock),
);

/** How new sessions are kept. Not spread into the sets below: a bundle keeps each set that contains a spread. */
export const keepingPorts = {
  browserLimits,
  browserSessions,
  lifetime,
  sessionIds,
  sessionModes,
  site,
  tokenSeals,
  tokenUserPool,
};
const pendingSteps = /* @__PURE__ */ once(() => dynamoPendingSteps(guardStore()));
export const signInPorts = {
  pendingSteps,
  answerFloors,
  floor: answerFloor,
  audit,
  deadline,
  directory,
  habits,
  messenger,
  minimumDuration,
  notices,
  outages,
  pseudonyms,
  random,
  sessions,
  signInSources,
  throttle,
  userPool,
};
export const sessionPorts = {
  audit,
  directory,
  minimumDuration,
  pseudonyms,
  sessions,
  throttle,
  tokens,
  userPool,
};
export const passwordResetPorts = {
  answerFloors,
  minimumDuration,
  floor: answerFloor,
  audit,
  directory,
  outages,
  pseudonyms,
  random,
  sessions,
  signInSources,
  throttle,
  userPool,
};

/** The endpoints of sign-in, sessions and password reset. */
import { cognitoTokenVerifier } from "../adapters/cognito/token-verifier.js";
import { systemClock } from "../adapters/node/system-clock.js";
import { tokenSeals as sealedTokens } from "../adapters/node/token-seals.js";
import * as config from "../config/index.js";
import { audit, directory, minimumDuration, pseudonyms, random } from "./base.js";
import { deadline } from "./clients.js";
import { userPool } from "./cognito.js";
import { env } from "./environment.js";
import { answerFloors, habits, outages, sessions, signInSources, throttle } from "./guards.js";
import { messenger } from "./mail.js";
import { once } from "./provider.js";
import { answerFloor, lifetime, notices } from "./settings.js";

const tokenSeals = () => sealedTokens;
export const tokens = /* @__PURE__ */ once(() =>
  cognitoTokenVerifier({ ...config.tokens(env), remember: false }, systemClock),
);

export const signInPorts = {
  answerFloors,
  floor: answerFloor,
  audit,
  deadline,
  directory,
  habits,
  lifetime,
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
  lifetime,
  minimumDuration,
  pseudonyms,
  sessions,
  throttle,
  tokenSeals,
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

/** Sign-up, on our endpoints, in the pool and with an external provider. */
import { cognitoIdentities } from "../adapters/cognito/linked-identities.js";
import { noCaptcha, siteverifyCaptcha } from "../adapters/http/siteverify-captcha.js";
import { listedDisposableDomains } from "../adapters/node/disposable-domains.js";
import * as config from "../config/index.js";
import { invitations } from "./accounts.js";
import { audit, directory, minimumDuration, pseudonyms, random } from "./base.js";
import { cognito, deadline, env, secrets } from "./clients.js";
import { messenger } from "./messages.js";
import { legacy } from "./migration.js";
import { once } from "./provider.js";
import { answerFloor, federationPolicy, notices, registrationRules, signUpPolicy } from "./settings.js";
import { answerFloors, blockedSources, outages, sessions, throttle, userPool } from "./sign-in.js";

const identities = /* @__PURE__ */ once(() => cognitoIdentities(cognito()));
const disposableDomains = /* @__PURE__ */ once(() => listedDisposableDomains());
const captcha = /* @__PURE__ */ once(() => {
  const settings = config.captcha(env);
  return settings === undefined ? noCaptcha() : siteverifyCaptcha(settings, secrets(), deadline());
});

export const profilePorts = { directory, invitations, random };
export const recordResetPorts = { audit, directory, invitations, random, sessions };
export const federationPorts = { audit, federationPolicy, pseudonyms, signUpPolicy };
export const linkIdentityPorts = {
  audit,
  directory,
  federationPolicy,
  identities,
  messenger,
  notices,
  sessions,
  throttle,
};
export const admitSignUpPorts = {
  audit,
  captcha,
  directory,
  disposableDomains,
  invitations,
  legacy,
  messenger,
  notices,
  pseudonyms,
  registrationRules,
  throttle,
};
export const signUpPorts = {
  answerFloors,
  minimumDuration,
  floor: answerFloor,
  audit,
  blockedSources,
  deadline,
  directory,
  disposableDomains,
  invitations,
  messenger,
  notices,
  outages,
  pseudonyms,
  random,
  registrationRules,
  throttle,
  userPool,
};

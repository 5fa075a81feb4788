/** Sign-up, on our endpoints, in the pool and with an external provider. */
import { cognitoIdentities } from "../adapters/cognito/linked-identities.js";
import { noCaptcha, siteverifyCaptcha } from "../adapters/http/siteverify-captcha.js";
import { listedDisposableDomains } from "../adapters/node/disposable-domains.js";
import * as config from "../config/index.js";
import { invitations } from "./accounts.js";
import { audit, directory, minimumDuration, pseudonyms, random } from "./base.js";
import { cognito, deadline, poolDirectory, secrets } from "./clients.js";
import { env } from "./environment.js";
import { messenger } from "./messages.js";
import { entitlements, legacy, legacyLookupResults } from "./migration.js";
import { once } from "./provider.js";
import {
  answerFloor,
  federationPolicy,
  legacyMapping,
  legacyStage,
  notices,
  registrationRules,
  roles,
  signUpPolicy,
} from "./settings.js";
import {
  answerFloors,
  blockedSources,
  outages,
  sessions,
  signInSources,
  throttle,
  userPool,
} from "./sign-in.js";

const identities = /* @__PURE__ */ once(() => cognitoIdentities(cognito()));
const disposableDomains = /* @__PURE__ */ once(() => listedDisposableDomains());
const captcha = /* @__PURE__ */ once(() => {
  const settings = config.captcha(env);
  return settings === undefined ? noCaptcha() : siteverifyCaptcha(settings, secrets(), deadline());
});

/** Also for PostConfirmation, which may complete what a sign-in completes. */
export const completeSignInPorts = {
  audit,
  directory,
  entitlements,
  invitations,
  legacyLookupResults,
  legacyStage,
  poolDirectory,
  pseudonyms,
  random,
  roles,
  sessions,
  signInSources,
};
export const federationPorts = { audit, federationPolicy, pseudonyms, signUpPolicy };
export const admitNewUserPorts = {
  audit,
  captcha,
  directory,
  disposableDomains,
  federationPolicy,
  identities,
  invitations,
  legacy,
  legacyLookupResults,
  legacyMapping,
  messenger,
  notices,
  poolDirectory,
  pseudonyms,
  random,
  registrationRules,
  roles,
  sessions,
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
  roles,
  throttle,
  userPool,
};

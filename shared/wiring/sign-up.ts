/** Sign-up, on our endpoints, in the pool and with an external provider. */
import { noCaptcha, siteverifyCaptcha } from "../adapters/http/siteverify-captcha.js";
import { listedDisposableDomains } from "../adapters/node/disposable-domains.js";
import * as config from "../config/index.js";
import { invitations } from "./accounts.js";
import { provedAddresses } from "./address-proofs.js";
import { audit, directory, minimumDuration, pseudonyms, random } from "./base.js";
import { deadline, poolDirectory, secrets } from "./clients.js";
import { identities, userPool } from "./cognito.js";
import { env } from "./environment.js";
import { answerFloors, blockedSources, outages, sessions, throttle } from "./guards.js";
import { messenger } from "./mail.js";
import { legacy, legacyLookupResults } from "./migration.js";
import { once } from "./provider.js";
import {
  answerFloor,
  federationPolicy,
  legacyMapping,
  notices,
  registrationRules,
  roles,
} from "./settings.js";

const disposableDomains = /* @__PURE__ */ once(() => listedDisposableDomains());
const captcha = /* @__PURE__ */ once(() => {
  const settings = config.captcha(env);
  return settings === undefined ? noCaptcha() : siteverifyCaptcha(settings, secrets(), deadline());
});

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
  provedAddresses,
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

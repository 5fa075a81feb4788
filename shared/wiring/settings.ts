/** The settings of a stage that flows take as values. */
import * as config from "../config/index.js";
import { env } from "./environment.js";
import { once } from "./provider.js";

export const roles = /* @__PURE__ */ once(() => config.roles(env));
export const permissionRules = /* @__PURE__ */ once(() => config.permissionRules(env));
export const apiKeyPolicy = /* @__PURE__ */ once(() => config.apiKeyPolicy(env));
export const issuedApiKeyPolicy = /* @__PURE__ */ once(() => config.issuedApiKeys(env));
export const accountSettings = /* @__PURE__ */ once(() => config.accounts(env));
export const signUpPolicy = /* @__PURE__ */ once(() => config.signUpPolicy(env));
export const registrationRules = /* @__PURE__ */ once(() => config.registrationRules(env));
export const notices = /* @__PURE__ */ once(() => config.notices(env));
export const messages = /* @__PURE__ */ once(() => config.messages(env));
export const identityProviders = /* @__PURE__ */ once(() => config.identityProviders(env));
export const federationPolicy = /* @__PURE__ */ once(() => config.federationPolicy(env));
export const claimPolicy = /* @__PURE__ */ once(() => config.claimPolicy(env));
export const answerFloor = /* @__PURE__ */ once(() => config.answerFloor(env));
export const lifetime = /* @__PURE__ */ once(() => config.session(env));
export const browserLimits = /* @__PURE__ */ once(() => config.browserLimits(env));
export const sessionModes = /* @__PURE__ */ once(() => config.sessionModes(env));
export const site = /* @__PURE__ */ once(() => config.site(env));
export const legacyStage = /* @__PURE__ */ once(() => ({ hasSystem: config.hasLegacySystem(env) }));
export const legacyMapping = /* @__PURE__ */ once(() => config.legacyMapping(env));

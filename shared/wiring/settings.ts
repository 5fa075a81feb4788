/** The settings of a stage that flows take as values. */
import * as config from "../config/index.js";
import { env } from "./clients.js";
import { once } from "./provider.js";

export const signUpPolicy = /* @__PURE__ */ once(() => config.signUpPolicy(env));
export const registrationRules = /* @__PURE__ */ once(() => config.registrationRules(env));
export const signUpFloor = /* @__PURE__ */ once(() => config.signUpFloor(env));
export const noticeSettings = /* @__PURE__ */ once(() => config.notices(env));
export const messageSettings = /* @__PURE__ */ once(() => config.messages(env));
export const federationPolicy = /* @__PURE__ */ once(() => config.federationPolicy(env));
export const claimPolicy = /* @__PURE__ */ once(() => config.claimPolicy(env));
export const challengeFloor = /* @__PURE__ */ once(() => config.challengeFloor(env));
export const sessionLifetime = /* @__PURE__ */ once(() => config.session(env));
export const legacyMapping = /* @__PURE__ */ once(() => config.legacyMapping(env));

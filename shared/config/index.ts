/**
 * The only room that interprets the environment; wiring passes it in. Each concern reads its settings once, at its
 * first use, and names all problems. The environment has names of secrets, never secrets. Each concern is a separate export, so that a bundle has only
 * the concerns of its function. Tests compare them with the variables that serverless.yml gives each function.
 */
export { access } from "./access.js";
export { accounts, permissionRules } from "./accounts.js";
export { answerFloor } from "./answer-floor.js";
export { apiKeyPolicy, issuedApiKeys, legacyApiKeys } from "./api-keys.js";
export { aws, awsEndpoints } from "./aws.js";
export { browserLimits, sessionModes, site } from "./browser-sessions.js";
export { claimPolicy } from "./claims.js";
export type { Environment } from "./concern.js";
export { edge } from "./edge.js";
export { federationPolicy, identityProviders } from "./identity-providers.js";
export { hasLegacySystem, legacy, legacyMapping } from "./legacy.js";
export { mailFrom, messages, notices } from "./messages.js";
export * from "./resources.js";
export { roles } from "./roles.js";
export {
  namedUserPool,
  ownPool,
  poolDomain,
  session,
  tokenClient,
  userPool,
} from "./sessions.js";
export { captcha, registrationRules, signUpPolicy } from "./sign-up.js";
export { idTokens, tokens } from "./tokens.js";

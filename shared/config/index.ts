/**
 * The only reader of the environment. Each concern reads its own settings, once, when it is first needed, and names
 * everything that is wrong with them. The environment holds names of secrets, never secrets. Concerns are exports of
 * their own, so that a function carries only those that it has; tests hold them against what serverless.yml gives
 * each function.
 */
export { access } from "./access.js";
export { accounts, permissionRules } from "./accounts.js";
export { apiKeyPolicy, issuedApiKeys, legacyApiKeys } from "./api-keys.js";
export { aws, awsEndpoint } from "./aws.js";
export { claimPolicy } from "./claims.js";
export type { Environment } from "./concern.js";
export { hasLegacySystem, legacy, legacyMapping } from "./legacy.js";
export { mailFrom, messages, notices } from "./messages.js";
export * from "./resources.js";
export { roles } from "./roles.js";
export { federationPolicy, namedUserPool, session, userPool } from "./sessions.js";
export { captcha, challengeFloor, registrationRules, signUpFloor, signUpPolicy } from "./sign-up.js";
export { tokens } from "./tokens.js";

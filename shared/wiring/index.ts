/**
 * The only builder of clients. Each port has a provider that builds it on first use. Providers come in
 * sets, one for each use of a flow or runner; a handler spreads the sets that it needs. So a bundle
 * holds nothing else. Importing a handler does nothing.
 */
export { accountPorts, createAccountPorts, invitationPorts } from "./accounts.js";
export { apiKeyPorts } from "./api-key.js";
export { publishingPorts, sealPorts } from "./audit.js";
export {
  auditPorts,
  directoryPorts,
  httpPorts,
  invocationPorts,
  serviceCallPorts,
  streamPorts,
  triggerPorts,
} from "./base.js";
export {
  createChallengePorts,
  defineChallengePorts,
  mailedSignInPorts,
  ssoTicketPorts,
  stepUpPorts,
  verifyChallengePorts,
} from "./challenge.js";
export { poolEndingPorts } from "./endings.js";
export { oncePorts } from "./idempotency.js";
export { poolMessagePorts } from "./messages.js";
export {
  addressNoticePorts,
  legacyIdentityPorts,
  legacyIdPorts,
  migrationPorts,
} from "./migration.js";
export { grantPorts, permissionPorts, teamPorts } from "./permission.js";
export { wired } from "./provider.js";
export {
  admitSignInPorts,
  newDevicePorts,
  passwordResetPorts,
  sessionPorts,
  signInPorts,
  tokenClaimsPorts,
  viewerPorts,
} from "./sign-in.js";
export {
  admitNewUserPorts,
  completeSignInPorts,
  federationPorts,
  signUpPorts,
} from "./sign-up.js";

/** The triggers of a sign-in and of a first sign-in. They have no client of the SDK: Cognito waits for their cold starts. */
import { invitations } from "./accounts.js";
import { provedAddresses, sessionIds, unprovedAddresses } from "./address-proofs.js";
import { audit, directory, pseudonyms, random } from "./base.js";
import { poolAttributes, poolDirectory } from "./clients.js";
import { blockedSources, habits, sessions, signInSources } from "./guards.js";
import { entitlements, legacyLookupResults } from "./migration.js";
import { endpointClients, tokenClients } from "./parameters.js";
import { claimPolicy, federationPolicy, legacyStage, messages, roles, signUpPolicy } from "./settings.js";

export const admitSignInPorts = { audit, blockedSources, directory, pseudonyms };
export const tokenClaimsPorts = { audit, claimPolicy, directory, pseudonyms, signInSources, tokenClients };
export const newDevicePorts = { audit, directory, endpointClients, habits, pseudonyms, signInSources };
/** Also for PostConfirmation, which may complete what a sign-in completes. */
export const completeSignInPorts = {
  audit,
  directory,
  entitlements,
  invitations,
  legacyLookupResults,
  legacyStage,
  poolAttributes,
  poolDirectory,
  pseudonyms,
  random,
  roles,
  sessions,
  signInSources,
};
export const federationPorts = {
  audit,
  federationPolicy,
  provedAddresses,
  pseudonyms,
  sessionIds,
  signUpPolicy,
  unprovedAddresses,
};
export const poolMessagePorts = { directory, messages };

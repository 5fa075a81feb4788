/**
 * Cognito InboundFederation: somebody comes from an external provider, before a profile is made or
 * changed. The event holds live tokens of the provider. What is left out of the answer is dropped;
 * a thrown text shows in the address of the application, so it says nothing about the person.
 */
import type { FederationPolicy } from "../../shared/domain/federation.js";
import type { SignUpPolicy } from "../../shared/domain/sign-up-policy.js";
import { inboundFederationEvent } from "../../shared/edge/arrival-events.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { admitFederatedUser } from "../../shared/flows/sign-in/admit-federated-user.js";
import type { Ports } from "../../shared/ports/index.js";
import {
  audit,
  clock,
  deadline,
  federationPolicy,
  logger,
  metrics,
  pools,
  pseudonyms,
  signUpPolicy,
  wired,
} from "../../shared/wiring/index.js";

type Deps = Pick<Ports, "audit" | "clock" | "deadline" | "logger" | "metrics" | "pools" | "pseudonyms"> & {
  readonly federation: FederationPolicy;
  readonly signUp: SignUpPolicy;
};

export const inboundFederation = (deps: Deps) =>
  cognitoTrigger(deps, inboundFederationEvent, async (arrival) => ({
    userAttributesToMap: await admitFederatedUser(deps, deps, arrival),
  }));

export const handler = wired(inboundFederation, {
  audit,
  clock,
  deadline,
  federation: federationPolicy,
  logger,
  metrics,
  pools,
  pseudonyms,
  signUp: signUpPolicy,
});

/**
 * Cognito InboundFederation: somebody comes from an external provider, before a profile is made or
 * changed. The event holds live tokens of the provider. What is left out of the answer is dropped;
 * a thrown text shows in the address of the application, so it says nothing about the person.
 */
import { inboundFederationEvent } from "../../shared/edge/arrival-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import {
  type AdmitFederatedDeps,
  admitFederatedUser,
} from "../../shared/flows/sign-in/admit-federated-user.js";
import { federationPorts, triggerPorts, wired } from "../../shared/wiring/index.js";

type Deps = TriggerDeps & AdmitFederatedDeps;

export const inboundFederation = (deps: Deps) =>
  cognitoTrigger(deps, inboundFederationEvent, async (arrival) => ({
    userAttributesToMap: await admitFederatedUser(deps, arrival),
  }));

export const handler = wired(inboundFederation, { ...triggerPorts, ...federationPorts });

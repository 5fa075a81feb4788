/**
 * Cognito InboundFederation: a user arrives from an external provider, before Cognito creates or changes the
 * profile. The event holds live tokens of the provider. Cognito drops attributes that the response leaves out.
 * The text of an error appears in the application's address, so it says nothing about the user. It can have a reference to
 * an address that is to be proved.
 */

import { cognitoTrigger, Refused, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { inboundFederationEvent } from "../../shared/edge/sign-up-events.js";
import {
  type AdmitFederatedDeps,
  admitFederatedUser,
} from "../../shared/flows/sign-in/admit-federated-user.js";
import { triggerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { federationPorts } from "../../shared/wiring/triggers.js";

type Deps = TriggerDeps & AdmitFederatedDeps;

export const inboundFederation = (deps: Deps) =>
  cognitoTrigger(deps, inboundFederationEvent, async (signIn) => {
    const admission = await admitFederatedUser(deps, signIn);
    return admission.kind === "admitted"
      ? { userAttributesToMap: admission.claims }
      : new Refused("federation_refused", admission.reference);
  });

export const handler = wired(inboundFederation, { ...triggerPorts, ...federationPorts });

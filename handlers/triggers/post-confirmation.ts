/**
 * Cognito PostConfirmation: a code confirmed a sign-up or a forgotten password. A sign-up creates the profile;
 * a password reset is recorded. Cognito does not undo the confirmation after an error, so PostAuthentication
 * repeats the work.
 */
import { postConfirmationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import {
  type CompleteConfirmationDeps,
  completeConfirmation,
} from "../../shared/flows/sign-up/complete-confirmation.js";
import { triggerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { completeSignInPorts } from "../../shared/wiring/triggers.js";

type Deps = TriggerDeps & CompleteConfirmationDeps;

export const postConfirmation = (deps: Deps) =>
  cognitoTrigger(deps, postConfirmationEvent, async (user) => {
    await completeConfirmation(deps, user);
    return {};
  });

export const handler = wired(postConfirmation, { ...triggerPorts, ...completeSignInPorts });

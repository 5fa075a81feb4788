/**
 * Cognito PostConfirmation: a code confirmed a sign-up or a forgotten password. A sign-up creates the profile;
 * a password reset is recorded. Cognito does not undo the confirmation after an error, so PostAuthentication
 * repeats the work.
 */
import { postConfirmationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { type ClaimDeps, claimLegacyIdentity } from "../../shared/flows/migration/claim-legacy-identity.js";
import {
  type RecordResetDeps,
  recordPasswordReset,
} from "../../shared/flows/password-reset/record-password-reset.js";
import { type ProfileDeps, settleConfirmation } from "../../shared/flows/sign-up/ensure-profile.js";
import { claimPorts, recordResetPorts, triggerPorts, wired } from "../../shared/wiring/index.js";

type Deps = TriggerDeps & ClaimDeps & ProfileDeps & RecordResetDeps;

export const postConfirmation = (deps: Deps) =>
  cognitoTrigger(deps, postConfirmationEvent, async ({ afterReset, ...user }) => {
    if (afterReset) await recordPasswordReset(deps, user);
    else {
      // A first federated sign-in runs no PostAuthentication. The claim comes first, because it may find a prepared profile.
      await claimLegacyIdentity(deps, user);
      await settleConfirmation(deps, user);
    }
    return {};
  });

export const handler = wired(postConfirmation, { ...triggerPorts, ...claimPorts, ...recordResetPorts });

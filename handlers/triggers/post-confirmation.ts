/**
 * Cognito PostConfirmation: a code confirmed a sign-up or a forgotten password. A sign-up creates the profile;
 * a password reset is recorded. Cognito does not undo the confirmation after an error, so PostAuthentication
 * repeats the work.
 */
import { postConfirmationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import {
  type LinkApprovedLegacyDeps,
  linkApprovedLegacyIdentity,
  requestClaim,
} from "../../shared/flows/migration/link-approved-legacy-identity.js";
import {
  type RecordResetDeps,
  recordPasswordReset,
} from "../../shared/flows/password-reset/record-password-reset.js";
import {
  type CompleteSignInDeps,
  linkLegacyAfterReset,
} from "../../shared/flows/sign-in/complete-sign-in.js";
import { handleConfirmation, type ProfileDeps } from "../../shared/flows/sign-up/ensure-profile.js";
import {
  joinPorts,
  linkApprovedLegacyPorts,
  recordResetPorts,
  triggerPorts,
  wired,
} from "../../shared/wiring/index.js";

type Deps = TriggerDeps & CompleteSignInDeps & LinkApprovedLegacyDeps & ProfileDeps & RecordResetDeps;

export const postConfirmation = (deps: Deps) =>
  cognitoTrigger(deps, postConfirmationEvent, async ({ afterReset, ...user }) => {
    if (afterReset) {
      await recordPasswordReset(deps, user);
      await linkLegacyAfterReset(deps, user);
    } else {
      // A first federated sign-in runs no PostAuthentication. The link comes first, because a prepared profile may be theirs.
      const identity = await linkApprovedLegacyIdentity(deps, user);
      await handleConfirmation(deps, user);
      if (identity === "open") await requestClaim(deps, user);
    }
    return {};
  });

export const handler = wired(postConfirmation, {
  ...triggerPorts,
  ...joinPorts,
  ...linkApprovedLegacyPorts,
  ...recordResetPorts,
});

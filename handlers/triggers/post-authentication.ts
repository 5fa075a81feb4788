/**
 * Cognito PostAuthentication: the user is authenticated, and Cognito issues tokens next. Links a migrated user,
 * and provisions any other user who has no profile. An error withholds the tokens.
 */
import { postAuthenticationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { type CompleteSignInDeps, completeSignIn } from "../../shared/flows/sign-in/complete-sign-in.js";
import {
  type PoolDeviceDeps,
  reportNewPoolDevice,
} from "../../shared/flows/sign-in/report-new-pool-device.js";
import { triggerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { completeSignInPorts, newDevicePorts } from "../../shared/wiring/triggers.js";

type Deps = TriggerDeps & CompleteSignInDeps & PoolDeviceDeps;

export const postAuthentication = (deps: Deps) =>
  cognitoTrigger(deps, postAuthenticationEvent, async (user) => {
    await completeSignIn(deps, user);
    await reportNewPoolDevice(deps, user);
    return {};
  });

export const handler = wired(postAuthentication, {
  ...triggerPorts,
  ...completeSignInPorts,
  ...newDevicePorts,
});

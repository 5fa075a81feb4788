/**
 * Cognito PostAuthentication: the user has proved who they are, tokens follow. A migrated user is
 * linked here, anybody else provisioned if they are not yet. A failure keeps the tokens back.
 */
import { postAuthenticationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { type CompleteSignInDeps, completeSignIn } from "../../shared/flows/sign-in/complete-sign-in.js";
import {
  type PoolDeviceDeps,
  reportNewPoolDevice,
} from "../../shared/flows/sign-in/report-new-pool-device.js";
import { claimPorts, newDevicePorts, profilePorts, triggerPorts, wired } from "../../shared/wiring/index.js";

type Deps = TriggerDeps & CompleteSignInDeps & PoolDeviceDeps;

export const postAuthentication = (deps: Deps) =>
  cognitoTrigger(deps, postAuthenticationEvent, async (user) => {
    await completeSignIn(deps, user);
    await reportNewPoolDevice(deps, user);
    return {};
  });

export const handler = wired(postAuthentication, {
  ...triggerPorts,
  ...claimPorts,
  ...profilePorts,
  ...newDevicePorts,
});

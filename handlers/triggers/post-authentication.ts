/**
 * Cognito PostAuthentication: the user has proved who they are, tokens follow. A migrated user is
 * linked here, anybody else provisioned if they are not yet. A failure keeps the tokens back.
 */
import { postAuthenticationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { completeSignIn } from "../../shared/flows/sign-in/complete-sign-in.js";
import { reportNewPoolDevice } from "../../shared/flows/sign-in/report-new-pool-device.js";
import type { Ports } from "../../shared/ports/index.js";
import {
  audit,
  clock,
  deadline,
  directory,
  endpointClients,
  entitlements,
  habits,
  invitations,
  legacy,
  legacyMapping,
  logger,
  metrics,
  pools,
  random,
  wired,
} from "../../shared/wiring/index.js";

type Deps = Pick<
  Ports,
  | "audit"
  | "clock"
  | "deadline"
  | "directory"
  | "endpointClients"
  | "entitlements"
  | "habits"
  | "invitations"
  | "legacy"
  | "legacyMapping"
  | "logger"
  | "metrics"
  | "pools"
  | "random"
>;

export const postAuthentication = (deps: Deps) =>
  cognitoTrigger(deps, postAuthenticationEvent, async (user) => {
    await completeSignIn(deps, user);
    await reportNewPoolDevice(deps, user);
    return {};
  });

export const handler = wired(postAuthentication, {
  audit,
  clock,
  deadline,
  directory,
  endpointClients,
  entitlements,
  habits,
  invitations,
  legacy,
  legacyMapping,
  logger,
  metrics,
  pools,
  random,
});

/**
 * Cognito PostConfirmation: a sign-up or a forgotten password was confirmed with a code. Only the
 * former makes a user; after a reset there is nothing left to do. Cognito does not undo the
 * confirmation when this fails, so PostAuthentication makes up for it.
 */
import { postConfirmationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { confirmProfile } from "../../shared/flows/ensure-profile.js";
import type { Ports } from "../../shared/ports.js";
import { clock, deadline, directory, logger, metrics, pools, random, wired } from "../../shared/wiring.js";

type Deps = Pick<Ports, "clock" | "deadline" | "directory" | "logger" | "metrics" | "pools" | "random">;

export const postConfirmation = (deps: Deps) =>
  cognitoTrigger(deps, postConfirmationEvent, async ({ afterReset, ...user }) => {
    if (!afterReset) await confirmProfile(deps, user);
    return {};
  });

export const handler = wired(postConfirmation, {
  clock,
  deadline,
  directory,
  logger,
  metrics,
  pools,
  random,
});

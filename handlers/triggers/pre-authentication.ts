/**
 * Cognito PreAuthentication: before the password of a sign-in is checked. Its refusal uses the
 * words of a wrong password, because at this point nothing was proved. With existence errors
 * hidden it also runs for users who do not exist.
 */
import { AuthError } from "../../shared/domain/errors.js";
import { preAuthenticationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { admitSignIn } from "../../shared/flows/admit-sign-in.js";
import type { Ports } from "../../shared/ports.js";
import { audit, clock, deadline, directory, logger, metrics, pools, wired } from "../../shared/wiring.js";

type Deps = Pick<Ports, "audit" | "clock" | "deadline" | "directory" | "logger" | "metrics" | "pools">;

export const preAuthentication = (deps: Deps) =>
  cognitoTrigger(deps, preAuthenticationEvent, async ({ userNotFound, ...user }) => {
    if (!userNotFound && (await admitSignIn(deps, user)) === "denied")
      throw new AuthError("invalid_credentials");
    return {};
  });

export const handler = wired(preAuthentication, {
  audit,
  clock,
  deadline,
  directory,
  logger,
  metrics,
  pools,
});

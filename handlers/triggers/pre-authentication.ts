/**
 * Cognito PreAuthentication: runs before Cognito checks the password. A refusal reads like a wrong password,
 * because the caller has proved nothing yet. If the pool hides existence errors, it runs for unknown users too.
 */
import { AuthError } from "../../shared/domain/errors.js";
import { preAuthenticationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { type AdmitSignInDeps, admitSignIn } from "../../shared/flows/sign-in/admit-sign-in.js";
import { triggerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { admitSignInPorts } from "../../shared/wiring/triggers.js";

type Deps = TriggerDeps & AdmitSignInDeps;

export const preAuthentication = (deps: Deps) =>
  cognitoTrigger(deps, preAuthenticationEvent, async (signIn) => {
    if ((await admitSignIn(deps, signIn)) === "denied") throw new AuthError("invalid_credentials");
    return {};
  });

export const handler = wired(preAuthentication, { ...triggerPorts, ...admitSignInPorts });

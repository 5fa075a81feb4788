/**
 * Cognito PreSignUp: sign-up, creation by an administrator, first federated sign-in. Runs before
 * the user exists; a refusal must not tell whether the address is known.
 */
import { AuthError } from "../../shared/domain/errors.js";
import type { SignUpPolicy } from "../../shared/domain/sign-up-policy.js";
import { preSignUpEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { screenSignUp } from "../../shared/flows/screen-sign-up.js";
import type { Ports } from "../../shared/ports.js";
import { clock, deadline, logger, metrics, pools, signUpPolicy, wired } from "../../shared/wiring.js";

type Deps = Pick<Ports, "clock" | "deadline" | "logger" | "metrics" | "pools"> & {
  readonly policy: SignUpPolicy;
};

export const preSignUp = (deps: Deps) =>
  cognitoTrigger(deps, preSignUpEvent, async (input) => {
    if (screenSignUp(deps.policy, input) === "refused") throw new AuthError("sign_up_refused");
    return { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };
  });

export const handler = wired(preSignUp, { clock, deadline, logger, metrics, pools, policy: signUpPolicy });

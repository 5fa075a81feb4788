/**
 * Cognito PreSignUp: sign-up, creation by an administrator, first federated sign-in. Runs before
 * the user exists; a refusal must not tell whether the address is known.
 */
import { AuthError } from "../../shared/domain/errors.js";
import type { FederationPolicy } from "../../shared/domain/federation.js";
import type { SignUpPolicy } from "../../shared/domain/sign-up-policy.js";
import { preSignUpEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { linkIdentity } from "../../shared/flows/link-identity.js";
import { screenSignUp } from "../../shared/flows/screen-sign-up.js";
import type { Ports } from "../../shared/ports.js";
import {
  audit,
  clock,
  deadline,
  directory,
  federationPolicy,
  identities,
  logger,
  metrics,
  pools,
  signUpPolicy,
  wired,
} from "../../shared/wiring.js";

type Deps = Pick<
  Ports,
  "audit" | "clock" | "deadline" | "directory" | "identities" | "logger" | "metrics" | "pools"
> & { readonly federation: FederationPolicy; readonly policy: SignUpPolicy };

export const preSignUp = (deps: Deps) =>
  cognitoTrigger(deps, preSignUpEvent, async (input) => {
    if (input.source === "federated") {
      const policies = { federation: deps.federation, signUp: deps.policy };
      if ((await linkIdentity(deps, policies, input)) === "refused")
        throw new AuthError("federation_refused");
    } else if (screenSignUp(deps.policy, { ...input, source: input.source }) === "refused")
      throw new AuthError("sign_up_refused");
    return { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };
  });

export const handler = wired(preSignUp, {
  audit,
  clock,
  deadline,
  directory,
  federation: federationPolicy,
  identities,
  logger,
  metrics,
  pools,
  policy: signUpPolicy,
});

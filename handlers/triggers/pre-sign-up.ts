/**
 * Cognito PreSignUp: sign-up, creation by an administrator, first federated sign-in. Runs before the user
 * exists. A refusal must not reveal whether the address is known.
 */
import { AuthError } from "../../shared/domain/errors.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { preSignUpEvent } from "../../shared/edge/sign-up-events.js";
import {
  type ApproveFederatedUserDeps,
  approveFederatedUser,
} from "../../shared/flows/migration/claim-legacy-identity.js";
import { type LinkIdentityDeps, linkIdentity } from "../../shared/flows/sign-in/link-identity.js";
import { type AdmitSignUpDeps, admitSignUp } from "../../shared/flows/sign-up/admit-sign-up.js";
import {
  admitSignUpPorts,
  approveFederatedUserPorts,
  linkIdentityPorts,
  triggerPorts,
  wired,
} from "../../shared/wiring/index.js";

type Deps = TriggerDeps & LinkIdentityDeps & AdmitSignUpDeps & ApproveFederatedUserDeps;

export const preSignUp = (deps: Deps) =>
  cognitoTrigger(deps, preSignUpEvent, async ({ source, ...input }) => {
    if (source === "federated") {
      const outcome = await linkIdentity(deps, input);
      if (outcome === "refused") throw new AuthError("federation_refused");
      if (outcome === "new") await approveFederatedUser(deps, { ...input, email: input.email ?? "" });
    }
    // Administrators and migrations create users without these checks.
    const proved = source === "self" && (await admitSignUp(deps, input)) === "confirmed";
    return { autoConfirmUser: proved, autoVerifyEmail: proved, autoVerifyPhone: false };
  });

export const handler = wired(preSignUp, {
  ...triggerPorts,
  ...linkIdentityPorts,
  ...admitSignUpPorts,
  ...approveFederatedUserPorts,
});

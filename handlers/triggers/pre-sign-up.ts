/**
 * Cognito PreSignUp: sign-up, creation by an administrator, first federated sign-in. Runs before the user
 * exists. A refusal must not reveal whether the address is known.
 */
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { preSignUpEvent } from "../../shared/edge/sign-up-events.js";
import { type AdmitNewUserDeps, admitNewUser } from "../../shared/flows/sign-up/admit-new-user.js";
import { triggerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { admitNewUserPorts } from "../../shared/wiring/sign-up.js";

type Deps = TriggerDeps & AdmitNewUserDeps;

export const preSignUp = (deps: Deps) =>
  cognitoTrigger(deps, preSignUpEvent, async (input) => {
    const proved = (await admitNewUser(deps, input)) === "confirmed";
    return { autoConfirmUser: proved, autoVerifyEmail: proved, autoVerifyPhone: false };
  });

export const handler = wired(preSignUp, { ...triggerPorts, ...admitNewUserPorts });

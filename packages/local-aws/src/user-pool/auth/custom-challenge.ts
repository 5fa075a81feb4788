/**
 * Asks DefineAuthChallenge for the next step of custom authentication. Undefined means that tokens are
 * issued.
 */
import { incorrectCredentials } from "../errors.js";
import type { Services } from "../services.js";
import { createAuthChallenge, defineAuthChallenge, unusable } from "../triggers/auth-challenges.js";
import { newPasswordChallenge } from "./new-password-challenge.js";
import { hasPassed } from "./sign-in-state.js";
import { passwordVerifierChallenge } from "./srp-challenge.js";
import { ask, type NextChallenge, type Step } from "./step.js";

export async function customChallenge(services: Services, step: Step): Promise<NextChallenge | undefined> {
  const decision = await defineAuthChallenge(services, step);
  if (decision.kind === "failure") throw incorrectCredentials();
  if (decision.kind === "tokens") return undefined;
  if (decision.name === "CUSTOM_CHALLENGE") return question(services, step);
  if (decision.name === "PASSWORD_VERIFIER") return passwordVerifier(services, step);
  if (decision.name === "NEW_PASSWORD_REQUIRED") return newPassword(services, step);
  throw unusable(
    `challengeName ${JSON.stringify(decision.name.slice(0, 60))} is not a challenge that can follow`,
  );
}

async function question(services: Services, step: Step): Promise<NextChallenge> {
  const question = await createAuthChallenge(services, step);
  const parameters = { ...question.publicParameters, USERNAME: step.signInState.username };
  return ask(services, step, { name: "CUSTOM_CHALLENGE", question }, parameters);
}

function passwordVerifier(services: Services, step: Step): NextChallenge {
  const { clientValue, history } = step.signInState;
  if (clientValue === undefined || history.at(-1)?.challengeName !== "SRP_A") {
    throw unusable("PASSWORD_VERIFIER can follow SRP_A only");
  }
  return passwordVerifierChallenge(services, step, clientValue);
}

function newPassword(services: Services, step: Step): NextChallenge {
  const { user, signInState } = step;
  const due = user?.status === "FORCE_CHANGE_PASSWORD" || user?.status === "RESET_REQUIRED";
  if (!due || !hasPassed(signInState, "PASSWORD_VERIFIER")) {
    throw unusable("NEW_PASSWORD_REQUIRED needs a proved password that must be changed");
  }
  return newPasswordChallenge(services, step, user);
}

/** What comes after a factor that was proved: the challenges that are still due, in their order, then tokens. */
import { incorrectCredentials, notAuthorized } from "../errors.js";
import type { Services } from "../services.js";
import { checkState } from "./credentials.js";
import { customChallenge } from "./custom-challenge.js";
import { completeSignIn } from "./issue-tokens.js";
import { type ChallengeAnswer, type FlowAnswer, hasPassed, type SignInAnswer, type Step } from "./journey.js";
import { newPasswordChallenge } from "./new-password-challenge.js";
import { secondFactorChallenge } from "./second-factor-challenge.js";

export async function advance(services: Services, step: Step): Promise<FlowAnswer> {
  if (step.journey.flow === "CUSTOM") return advanceCustom(services, step);
  const { user, journey } = step;
  if (!user) throw incorrectCredentials();
  checkState(user);
  if (user.status === "FORCE_CHANGE_PASSWORD") return newPasswordChallenge(services, step, user);
  const factor = journey.secondFactor ? undefined : await secondFactorChallenge(services, step, user);
  return factor ?? tokens(services, step);
}

/**
 * A second factor belongs to the password: the pool asks for it once that is proved, and never in a sign-in without. The
 * state of the account shows only at the end, after what the triggers demand was proved.
 */
async function advanceCustom(services: Services, step: Step): Promise<FlowAnswer> {
  const { user, journey } = step;
  const challenge = (await passwordsFactor(services, step)) ?? (await customChallenge(services, step));
  if (challenge) return challenge;
  if (!user) throw incorrectCredentials();
  checkState(user);
  // A temporary password must not become a lasting one by way of the triggers.
  if (user.status === "FORCE_CHANGE_PASSWORD" && hasPassed(journey, "PASSWORD_VERIFIER")) {
    throw notAuthorized("The temporary password must be changed before tokens are issued.");
  }
  return tokens(services, step);
}

async function passwordsFactor(services: Services, step: Step): Promise<ChallengeAnswer | undefined> {
  const { user, journey } = step;
  // Users with a password to change do that first; DefineAuthChallenge says when.
  if (user?.status !== "CONFIRMED" || journey.secondFactor) return undefined;
  if (!hasPassed(journey, "PASSWORD_VERIFIER")) return undefined;
  checkState(user);
  return secondFactorChallenge(services, step, user);
}

async function tokens(services: Services, step: Step): Promise<SignInAnswer> {
  const { pool, client, user, journey, clientMetadata } = step;
  if (!user) throw incorrectCredentials();
  const signIn = { pool, client, user, clientMetadata };
  return {
    ChallengeParameters: {},
    AuthenticationResult: await completeSignIn(services, signIn, journey.cause),
  };
}

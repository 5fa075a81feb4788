/** What comes after a factor that was proved: the challenges that are still due, in their order, then tokens. */
import { incorrectCredentials, notAuthorized, notImplemented } from "../errors.js";
import type { Services } from "../services.js";
import { checkState } from "./credentials.js";
import { customChallenge } from "./custom-challenge.js";
import { completeSignIn } from "./issue-tokens.js";
import { type FlowAnswer, hasPassed, type SignInAnswer, type Step } from "./journey.js";
import { newPasswordChallenge } from "./new-password-challenge.js";

export async function advance(services: Services, step: Step): Promise<FlowAnswer> {
  if (step.journey.flow === "CUSTOM") return advanceCustom(services, step);
  const { user, pool } = step;
  if (!user) throw incorrectCredentials();
  checkState(user);
  // A pool that demands a second factor must not let anybody in without one.
  if (pool.settings.MfaConfiguration === "ON") throw notImplemented("MFA (MfaConfiguration ON)");
  if (user.status === "FORCE_CHANGE_PASSWORD") return newPasswordChallenge(services, step, user);
  return tokens(services, step);
}

/** The state of the account shows only at the end, after what the triggers demand was proved. */
async function advanceCustom(services: Services, step: Step): Promise<FlowAnswer> {
  const challenge = await customChallenge(services, step);
  if (challenge) return challenge;
  const { user, journey } = step;
  if (!user) throw incorrectCredentials();
  checkState(user);
  // A temporary password must not become a lasting one by way of the triggers.
  if (user.status === "FORCE_CHANGE_PASSWORD" && hasPassed(journey, "PASSWORD_VERIFIER")) {
    throw notAuthorized("The temporary password must be changed before tokens are issued.");
  }
  return tokens(services, step);
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

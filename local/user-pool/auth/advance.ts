/** What comes after a factor that was proved: the challenges that are still due, in their order, then tokens. */
import { incorrectCredentials, notAuthorized } from "../errors.js";
import type { Services } from "../services.js";
import { newDevice } from "../store/device.js";
import type { User } from "../store/user.js";
import { checkState } from "./credentials.js";
import { customChallenge } from "./custom-challenge.js";
import { deviceChallenge, replacesSecondFactor } from "./device.js";
import { selectChallenge } from "./first-factor-challenge.js";
import { completeSignIn } from "./issue-tokens.js";
import { hasPassed } from "./journey.js";
import { newPasswordChallenge } from "./new-password-challenge.js";
import { factorChallenge, secondFactorChallenge } from "./second-factor-challenge.js";
import type { ChallengeAnswer, FlowAnswer, Step } from "./step.js";
import { dueFactors } from "./step-up.js";

export async function advance(services: Services, step: Step): Promise<FlowAnswer> {
  if (step.journey.flow === "CUSTOM") return advanceCustom(services, step);
  const { user } = step;
  if (!user) throw incorrectCredentials();
  checkState(user);
  if (user.status === "FORCE_CHANGE_PASSWORD") return newPasswordChallenge(services, step, user);
  const challenge = (await climb(services, step, user)) ?? (await secondFactor(services, step, user));
  return challenge ?? finished(services, step, user);
}

/** What the requested authentication level still lacks. */
async function climb(services: Services, step: Step, user: User): Promise<ChallengeAnswer | undefined> {
  const { targets, methods, typed } = step.journey;
  if (!targets) return undefined;
  const due = dueFactors({ pool: step.pool, user, typed, methods, targets });
  if (due.kind === "second") return factorChallenge(services, step, user, due.kinds);
  return due.kind === "first" ? selectChallenge(services, step, due.factors) : undefined;
}

/**
 * A second factor belongs to the password: the pool asks for it once that is proved, and never in a sign-in without. The
 * state of the account shows only at the end, after what the triggers demand was proved.
 */
async function advanceCustom(services: Services, step: Step): Promise<FlowAnswer> {
  const { user, journey } = step;
  if (!journey.tokensDecided) {
    const challenge = (await passwordsFactor(services, step)) ?? (await customChallenge(services, step));
    if (challenge) return challenge;
  }
  if (!user) throw incorrectCredentials();
  checkState(user);
  // A temporary password must not become a lasting one by way of the triggers.
  if (user.status === "FORCE_CHANGE_PASSWORD" && hasPassed(journey, "PASSWORD_VERIFIER")) {
    throw notAuthorized("The temporary password must be changed before tokens are issued.");
  }
  return finished(services, { ...step, journey: { ...journey, tokensDecided: true } }, user);
}

async function passwordsFactor(services: Services, step: Step): Promise<ChallengeAnswer | undefined> {
  const { user, journey } = step;
  // Users with a password to change do that first; DefineAuthChallenge says when.
  if (user?.status !== "CONFIRMED" || !hasPassed(journey, "PASSWORD_VERIFIER")) return undefined;
  checkState(user);
  return secondFactor(services, step, user);
}

async function secondFactor(
  services: Services,
  step: Step,
  user: User,
): Promise<ChallengeAnswer | undefined> {
  if (step.journey.secondFactor || step.journey.deviceProved || replacesSecondFactor(step, user))
    return undefined;
  return secondFactorChallenge(services, step, user);
}

/** The device comes last. One that is new gets its key with the tokens. */
async function finished(services: Services, step: Step, user: User): Promise<FlowAnswer> {
  const challenge = deviceChallenge(services, step);
  if (challenge) return challenge;
  const { pool, client, journey, clientMetadata } = step;
  // The pool's own pages do not track devices.
  const tracked = pool.settings.DeviceConfiguration !== undefined && !journey.hosted;
  const signIn = {
    pool,
    client,
    user,
    clientMetadata,
    hosted: journey.hosted,
    proof: { methods: journey.methods, asked: journey.targets !== undefined },
    ...(tracked && journey.deviceProved && { deviceKey: journey.deviceKey }),
    ...(tracked && !journey.deviceProved && { newDevice: newDevice(pool.region) }),
  };
  const cause = journey.hosted ? "HostedAuth" : journey.cause;
  return {
    ChallengeParameters: {},
    AuthenticationResult: await completeSignIn(services, signIn, cause),
  };
}

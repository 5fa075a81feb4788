/** Continues a sign-in after a proved factor: the challenges that are still due, in order, then tokens. */
import { incorrectCredentials, notAuthorized } from "../errors.js";
import type { Services } from "../services.js";
import { newDevice } from "../store/device.js";
import type { User } from "../store/user.js";
import { checkState } from "./credentials.js";
import { customChallenge } from "./custom-challenge.js";
import { deviceChallenge, replacesSecondFactor } from "./device.js";
import { selectChallenge } from "./first-factor-challenge.js";
import { completeSignIn } from "./issue-tokens.js";
import { newPasswordChallenge } from "./new-password-challenge.js";
import { factorChallenge, secondFactorChallenge } from "./second-factor-challenge.js";
import { hasPassed } from "./sign-in-state.js";
import type { FlowAnswer, NextChallenge, Step } from "./step.js";
import { dueFactors } from "./step-up.js";

export async function advance(services: Services, step: Step): Promise<FlowAnswer> {
  if (step.signInState.flow === "CUSTOM") return advanceCustom(services, step);
  const { user } = step;
  if (!user) throw incorrectCredentials();
  checkState(user);
  if (user.status === "FORCE_CHANGE_PASSWORD") return newPasswordChallenge(services, step, user);
  const challenge =
    (await stepUpChallenge(services, step, user)) ?? (await secondFactor(services, step, user));
  return challenge ?? finished(services, step, user);
}

/** Returns the next challenge that the requested authentication level needs. */
async function stepUpChallenge(
  services: Services,
  step: Step,
  user: User,
): Promise<NextChallenge | undefined> {
  const { targets, methods, typed } = step.signInState;
  if (!targets) return undefined;
  const due = dueFactors({ pool: step.pool, user, typed, methods, targets });
  if (due.kind === "second") return factorChallenge(services, step, user, due.kinds);
  return due.kind === "first" ? selectChallenge(services, step, due.factors) : undefined;
}

/**
 * A second factor accompanies the password: it is due after the password was proved, and in no passwordless
 * sign-in. The account status is checked last, after the challenges of the triggers were passed.
 */
async function advanceCustom(services: Services, step: Step): Promise<FlowAnswer> {
  const { user, signInState } = step;
  if (!signInState.tokensDecided) {
    const challenge = (await passwordsFactor(services, step)) ?? (await customChallenge(services, step));
    if (challenge) return challenge;
  }
  if (!user) throw incorrectCredentials();
  checkState(user);
  // The challenge triggers must not turn a temporary password into a permanent one.
  if (user.status === "FORCE_CHANGE_PASSWORD" && hasPassed(signInState, "PASSWORD_VERIFIER")) {
    throw notAuthorized("The temporary password must be changed before tokens are issued.");
  }
  return finished(services, { ...step, signInState: { ...signInState, tokensDecided: true } }, user);
}

async function passwordsFactor(services: Services, step: Step): Promise<NextChallenge | undefined> {
  const { user, signInState } = step;
  // Users who must change their password do that first; DefineAuthChallenge decides when.
  if (user?.status !== "CONFIRMED" || !hasPassed(signInState, "PASSWORD_VERIFIER")) return undefined;
  checkState(user);
  return secondFactor(services, step, user);
}

async function secondFactor(services: Services, step: Step, user: User): Promise<NextChallenge | undefined> {
  if (step.signInState.secondFactor || step.signInState.deviceProved || replacesSecondFactor(step, user))
    return undefined;
  return secondFactorChallenge(services, step, user);
}

/** The device challenge comes last. A new device gets its key together with the tokens. */
async function finished(services: Services, step: Step, user: User): Promise<FlowAnswer> {
  const challenge = deviceChallenge(services, step);
  if (challenge) return challenge;
  const { pool, client, signInState, clientMetadata } = step;
  // The hosted pages do not track devices.
  const tracked = pool.settings.DeviceConfiguration !== undefined && !signInState.hosted;
  const signIn = {
    pool,
    client,
    user,
    clientMetadata,
    hosted: signInState.hosted,
    proof: { methods: signInState.methods, asked: signInState.targets !== undefined },
    ...(tracked && signInState.deviceProved && { deviceKey: signInState.deviceKey }),
    ...(tracked && !signInState.deviceProved && { newDevice: newDevice(pool.region) }),
  };
  const cause = signInState.hosted ? "HostedAuth" : signInState.cause;
  return {
    ChallengeParameters: {},
    AuthenticationResult: await completeSignIn(services, signIn, cause),
  };
}

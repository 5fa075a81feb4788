/** Handles the answers of choice-based authentication. */
import { CognitoError, incorrectCredentials, invalidParameter } from "../errors.js";
import { codeMatches, type SentCode } from "../messages/sent-code.js";
import { passwordMatches } from "../rules/password-hash.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import { advance } from "./advance.js";
import { checkAliasesFree } from "./aliases.js";
import type { FirstFactor, Guesses } from "./challenges.js";
import { firstFactorChallenge } from "./first-factor-challenge.js";
import { answerPasskey } from "./passkey.js";
import { checkPassword } from "./password-sign-in.js";
import { passwordVerifierChallenge } from "./srp-challenge.js";
import { type ChallengeAnswer, type FlowAnswer, passed, required, type Step } from "./step.js";

const guessesPerSession = 5;

/** A password, SRP_A or passkey assertion in the same request also answers the next challenge. */
export function answerSelection(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  factors: readonly FirstFactor[],
  /** The challenge that the passkey had to sign. */
  challenge: string | undefined,
): Promise<FlowAnswer> {
  const answer = required(challengeAnswer, "ANSWER");
  const factor = factors.find((name) => name === answer);
  if (!factor) throw invalidParameter("ANSWER is not one of the available challenges");
  if (
    factor === "WEB_AUTHN" &&
    challengeAnswer.responses.CREDENTIAL !== undefined &&
    challenge !== undefined
  ) {
    return answerPasskey(services, challengeAnswer, challenge);
  }
  services.challenges.consume(challengeAnswer.session);
  return beginFactor(services, challengeAnswer, factor, challengeAnswer.responses);
}

export async function beginFactor(
  services: Services,
  step: Step,
  factor: FirstFactor,
  given: Readonly<Record<string, string>>,
): Promise<FlowAnswer> {
  if (factor === "PASSWORD" && given.PASSWORD !== undefined)
    return provePassword(services, step, given.PASSWORD);
  if (factor === "PASSWORD_SRP" && given.SRP_A !== undefined) {
    return passwordVerifierChallenge(services, step, given.SRP_A);
  }
  return firstFactorChallenge(services, step, factor);
}

export function answerPassword(services: Services, challengeAnswer: ChallengeAnswer): Promise<FlowAnswer> {
  const password = required(challengeAnswer, "PASSWORD");
  services.challenges.consume(challengeAnswer.session);
  return provePassword(services, challengeAnswer, password);
}

export async function answerPasswordSrp(
  services: Services,
  challengeAnswer: ChallengeAnswer,
): Promise<FlowAnswer> {
  const clientValue = required(challengeAnswer, "SRP_A");
  services.challenges.consume(challengeAnswer.session);
  return passwordVerifierChallenge(services, challengeAnswer, clientValue);
}

async function provePassword(services: Services, step: Step, password: string): Promise<FlowAnswer> {
  const { pool, client, user } = step;
  if (!user) {
    // Does the same work as for a wrong password. Otherwise response times would reveal which users exist.
    await passwordMatches(password, undefined);
    throw incorrectCredentials();
  }
  await checkPassword(services, { pool, client, password }, user);
  return advance(services, passed(step, "PASSWORD"));
}

/** A correct code also verifies its address, and confirms a user whose sign-up awaits that. */
export function answerFirstCode(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  challenge: { name: "EMAIL_OTP" | "SMS_OTP"; sent: SentCode; guesses: Guesses },
): Promise<FlowAnswer> {
  const { sent, guesses, name } = challenge;
  const matches = codeMatches(sent, required(challengeAnswer, `${name}_CODE`));
  const { user } = challengeAnswer;
  if (!matches || !user) {
    guesses.wrong += 1;
    if (guesses.wrong >= guessesPerSession) services.challenges.consume(challengeAnswer.session);
    throw new CognitoError("CodeMismatchException", "Invalid code or auth state for the user.");
  }
  services.challenges.consume(challengeAnswer.session);
  proveAddress(challengeAnswer.pool, user, sent);
  user.modifiedAt = services.clock.now();
  challengeAnswer.pool.users.save(user);
  return advance(services, passed(challengeAnswer, name));
}

/** Does not verify an address that has changed since the code was sent. */
function proveAddress(pool: Pool, user: User, { attribute, address }: SentCode): void {
  if (user.attributes[attribute] !== address) throw incorrectCredentials();
  const proven = { ...user.attributes, [`${attribute}_verified`]: "true" };
  checkAliasesFree(pool, proven, user);
  user.attributes = proven;
  if (user.status === "UNCONFIRMED") user.status = "CONFIRMED";
}

/** Handles the answers to second-factor challenges. */
import { CognitoError, invalidParameter, notAuthorized } from "../errors.js";
import { codeMatches, type SentCode } from "../messages/sent-code.js";
import { checkNotLocked, clearFailures, countFailure } from "../rules/lockout.js";
import { totpStep } from "../rules/totp.js";
import type { Services } from "../services.js";
import { type MfaKind, mfaOf, preferMfa } from "../store/mfa.js";
import type { User } from "../store/user.js";
import { advance } from "./advance.js";
import { checkAliasesFree } from "./aliases.js";
import { type Guesses, invalidSession, type SetupProgress } from "./challenges.js";
import { checkState } from "./credentials.js";
import { askFactor } from "./second-factor-challenge.js";
import { type ChallengeAnswer, type FlowAnswer, passed, required } from "./step.js";

const guessesPerSession = 5;

export async function answerSentCode(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  challenge: { name: "SMS_MFA" | "EMAIL_OTP"; sent: SentCode; guesses: Guesses },
): Promise<FlowAnswer> {
  const given = required(challengeAnswer, `${challenge.name}_CODE`);
  const user = provingUser(services, challengeAnswer);
  if (!codeMatches(challenge.sent, given))
    throw wrongCode(services, challengeAnswer, user, challenge.guesses);
  return factorPassed(services, challengeAnswer, user, challenge.name);
}

export async function answerSoftwareToken(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  guesses: Guesses,
): Promise<FlowAnswer> {
  const given = required(challengeAnswer, "SOFTWARE_TOKEN_MFA_CODE");
  const user = provingUser(services, challengeAnswer);
  const mfa = mfaOf(user);
  if (mfa.totpSecret === undefined) {
    throw new CognitoError("SoftwareTokenMFANotFoundException", "Software token MFA is not set up.");
  }
  const step = totpStep(mfa.totpSecret, given, services.clock.now());
  if (step === undefined) throw wrongCode(services, challengeAnswer, user, guesses);
  if (step <= (mfa.totpLastStep ?? -1)) {
    throw new CognitoError("ExpiredCodeException", "Your software token has already been used once.");
  }
  mfa.totpLastStep = step;
  return factorPassed(services, challengeAnswer, user, "SOFTWARE_TOKEN_MFA");
}

export async function answerMfaChoice(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  kinds: readonly MfaKind[],
): Promise<FlowAnswer> {
  const answer = required(challengeAnswer, "ANSWER");
  // The API reference documents two spellings for the choice of email.
  const kind = kinds.find((name) => name === (answer === "EMAIL_MFA" ? "EMAIL_OTP" : answer));
  if (!kind || !challengeAnswer.user)
    throw invalidParameter("ANSWER is not one of the MFA types that can be chosen");
  services.challenges.consume(challengeAnswer.session);
  return askFactor(services, challengeAnswer, challengeAnswer.user, kind);
}

/**
 * Accepts the session that VerifySoftwareToken returned. On the hosted pages, also the session of the code
 * that verifies an address.
 */
export async function answerMfaSetup(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  { verified, contact, guesses = { wrong: 0 } }: SetupProgress,
): Promise<FlowAnswer> {
  if (contact) return answerContactSetup(services, challengeAnswer, contact, guesses);
  if (!verified || !challengeAnswer.user)
    throw notAuthorized("No MFA method has been set up in this session.");
  services.challenges.consume(challengeAnswer.session);
  return advance(services, passed(challengeAnswer, "MFA_SETUP", { secondFactor: true }));
}

async function answerContactSetup(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  contact: SentCode,
  guesses: Guesses,
): Promise<FlowAnswer> {
  const { attribute, address } = contact;
  const kind = attribute === "email" ? "EMAIL_OTP" : "SMS_MFA";
  const given = required(challengeAnswer, `${kind}_CODE`);
  const user = provingUser(services, challengeAnswer);
  if (!codeMatches(contact, given)) throw wrongCode(services, challengeAnswer, user, guesses);
  const proven = { [attribute]: address, [`${attribute}_verified`]: "true" };
  checkAliasesFree(challengeAnswer.pool, proven, user);
  user.attributes = { ...user.attributes, ...proven };
  preferMfa(user, kind);
  return factorPassed(services, challengeAnswer, user, kind);
}

function provingUser({ clock }: Services, { user }: ChallengeAnswer): User {
  if (!user) throw invalidSession();
  checkState(user);
  checkNotLocked(mfaOf(user).failures, clock.now());
  return user;
}

/** The session allows a limited number of attempts. Wrong codes in all sessions together lock the user. */
function wrongCode(
  { clock, challenges }: Services,
  challengeAnswer: ChallengeAnswer,
  user: User,
  guesses: Guesses,
): CognitoError {
  guesses.wrong += 1;
  if (guesses.wrong >= guessesPerSession) challenges.consume(challengeAnswer.session);
  countFailure(mfaOf(user).failures, clock.now());
  challengeAnswer.pool.users.save(user);
  return new CognitoError("CodeMismatchException", "Invalid code or auth state for the user.");
}

function factorPassed(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  user: User,
  kind: MfaKind,
): Promise<FlowAnswer> {
  services.challenges.consume(challengeAnswer.session);
  clearFailures(mfaOf(user).failures);
  challengeAnswer.pool.users.save(user);
  return advance(services, passed(challengeAnswer, kind, { secondFactor: true }));
}

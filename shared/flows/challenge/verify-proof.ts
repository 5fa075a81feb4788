/**
 * Checks and records the answer to a code or a magic link: one answer a round, one correct answer a
 * challenge. The answer is wrong if the user's address is no longer the one that it was mailed to.
 */
import { auditEvent } from "../../domain/audit/audit-event.js";
import {
  type Challenge,
  magicLinkAnswerFrom,
  openedAt,
  proofText,
} from "../../domain/challenge/challenge.js";
import { sinceSuspension } from "../../domain/endings.js";
import type { Ports } from "../../ports/index.js";
import { type ChallengedUser, challengedUser } from "./challenged-user.js";

export type ProofDeps = Pick<
  Ports,
  "audit" | "challenges" | "clock" | "directory" | "challengeKey" | "pseudonyms"
>;

type Answered = {
  readonly user: ChallengedUser;
  readonly reference: string;
  readonly round: number;
  readonly answer: string;
  readonly passwordRenewed: boolean;
};

export const verifyProof = async (deps: ProofDeps, answered: Answered): Promise<boolean> => {
  const { reference, round, user } = answered;
  const eligibility = await challengedUser(deps, user, answered);
  const challenge = await deps.challenges.find(reference);
  const answer = await deps.challengeKey.hash(`${reference}/${round}/${answered.answer}`);
  const reason =
    (await wrong(deps, challenge, answered, answer)) ??
    (eligibility.mayProve ? undefined : eligibility.reason) ??
    (challenge === undefined || sinceSuspension(openedAt(challenge), eligibility)
      ? undefined
      : "user_suspended");
  const passed = reason === undefined;
  const event = auditEvent(passed ? "challenge.passed" : "challenge.failed", {
    subject: eligibility.subject,
    key: `${reference}/${round}`,
    at: deps.clock.now(),
    details: { reason, userId: eligibility.userId, sub: user.userNotFound ? undefined : user.sub },
  });
  if (challenge === undefined) {
    await deps.audit.record(event);
    return false;
  }
  const outcome = await deps.challenges.answer(reference, { round, answer, passed }, event);
  return passed && outcome === "recorded";
};

const wrong = async (
  deps: ProofDeps,
  challenge: Challenge | undefined,
  { user, reference, round, answer }: Answered,
  answerHash: string,
): Promise<string | undefined> => {
  if (challenge?.proof === undefined) return "no_challenge";
  // A repeated invocation: the answer was correct the first time, even if the challenge has expired since.
  if (challenge.passedIn === round && challenge.answers[round] === answerHash) return undefined;
  if (challenge.passedIn !== undefined) return "used";
  if (challenge.expiresAtSeconds * 1000 <= deps.clock.now().getTime()) return "expired";
  if (challenge.choice.kind === "CODE") {
    const given = await deps.challengeKey.hash(proofText({ reference, email: user.email, answer }));
    return deps.challengeKey.same(given, challenge.proof) ? undefined : "wrong_code";
  }
  return wrongMagicLink(deps, challenge, { email: user.email, answer });
};

const wrongMagicLink = async (
  { challengeKey }: ProofDeps,
  { reference, choice, proof = "" }: Challenge,
  { email, answer }: { email: string; answer: string },
): Promise<string | undefined> => {
  const parts = magicLinkAnswerFrom(answer);
  const signed = parts && (await challengeKey.readMagicLinkToken(parts.token));
  if (parts === undefined || signed?.reference !== reference) return "wrong_link";
  const given = await challengeKey.hash(proofText({ reference, email, answer: parts.token }));
  const browser = await challengeKey.hash(`${reference}/${parts.browserValue}`);
  const bound = choice.kind === "LINK" && challengeKey.same(browser, choice.binding);
  if (!bound) return "another_browser";
  return challengeKey.same(given, proof) ? undefined : "wrong_link";
};

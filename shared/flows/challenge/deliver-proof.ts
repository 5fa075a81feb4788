/**
 * Sends the code or the magic link of a challenge once, however often Cognito invokes the trigger. The
 * invocation that claims the challenge sends the e-mail and marks the challenge as sent. Others wait for the
 * mark. If the claiming invocation dies, its claim expires and the next one sends the same code, which is
 * derived from the reference.
 */
import { auditEvent } from "../../domain/audit/audit-event.js";
import { type Challenge, proofText } from "../../domain/challenge/challenge.js";
import { languageOf } from "../../domain/messages/language.js";
import type { MessageContent } from "../../domain/messages/message.js";
import { renderMessage } from "../../domain/messages/render-message.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Settings } from "../../ports/index.js";
import { countAttempt } from "../count-attempt.js";
import { type ChallengedUser, challengedUser } from "./challenged-user.js";

export type DeliveryDeps = Pick<
  Ports,
  | "challenges"
  | "clock"
  | "directory"
  | "messenger"
  | "metrics"
  | "minimumDuration"
  | "challengeKey"
  | "pseudonyms"
  | "throttle"
> &
  Pick<Settings, "messages">;

type Delivery = {
  readonly user: ChallengedUser;
  readonly clientId: string;
  readonly language: string | undefined;
  readonly challenge: Challenge;
  readonly passwordRenewed: boolean;
};

/** The trigger's deadline: an invocation cannot still be sending after it. */
const LEASE_SECONDS = 4;
const LOOK_AGAIN_MS = 250;

/** @throws AuthError `too_many_requests` if the user was sent too many challenges. */
export const deliverProof = async (deps: DeliveryDeps, delivery: Delivery): Promise<void> => {
  const { challenge, user, clientId } = delivery;
  const { reference, choice } = challenge;
  const content = await contentOf(deps, challenge);
  const proof = await deps.challengeKey.hash(
    proofText({ reference, email: user.email, answer: content.answer }),
  );
  const eligibility = await challengedUser(deps, user, delivery);
  if ((await myTurn(deps, reference, proof)) === "sent") return;
  await countAttempt(deps, THROTTLES.challengePerUser, await deps.pseudonyms.of(user.userName));
  const problem = eligibility.reason ?? (await undelivered(deps, delivery, content.message));
  const event = auditEvent(problem === undefined ? "challenge.sent" : "challenge.withheld", {
    subject: eligibility.subject,
    key: reference,
    at: deps.clock.now(),
    details: {
      reason: problem ?? (choice.kind === "LINK" ? "link" : choice.occasion),
      userId: eligibility.userId,
      sub: user.userNotFound ? undefined : user.sub,
      clientId,
    },
  });
  await deps.challenges.settle(reference, event);
};

// Another invocation may hold the claim. Polls until that one has sent the challenge or its claim has
// expired.
const myTurn = async (deps: DeliveryDeps, reference: string, proof: string): Promise<"mine" | "sent"> => {
  while ((await deps.challenges.claim(reference, proof, LEASE_SECONDS)) === "taken") {
    const challenge = await deps.challenges.find(reference);
    if (challenge?.sent !== false) return "sent";
    await deps.minimumDuration.until(new Date(deps.clock.now().getTime() + LOOK_AGAIN_MS));
  }
  return "mine";
};

const contentOf = async (
  { challengeKey, messages }: DeliveryDeps,
  { reference, choice, expiresAtSeconds }: Challenge,
): Promise<{ answer: string; message: MessageContent }> => {
  const validMinutes = 10;
  if (choice.kind === "LINK") {
    const token = await challengeKey.magicLinkToken(reference, expiresAtSeconds);
    // In the fragment, so that neither servers nor Referer headers receive the token.
    const link = new URL(`/sign-in-link#${token}`, messages.brand.linkBase).href;
    return { answer: token, message: { kind: "sign_in_link", values: { link, validMinutes } } };
  }
  const code = await challengeKey.code(reference);
  const kind = choice.occasion === "step_up" ? "step_up_code" : "sign_in_code";
  return { answer: code, message: { kind, values: { code, validMinutes } } };
};

// A failed delivery is not reported to the caller: it occurs only for known users, so it would reveal them.
const undelivered = async (
  { messenger, messages, metrics }: DeliveryDeps,
  { user, language }: Delivery,
  content: MessageContent,
): Promise<string | undefined> => {
  const spoken = languageOf([language, user.locale], messages.language);
  const { subject, html, text } = renderMessage({ ...content, language: spoken, brand: messages.brand });
  try {
    await messenger.send({ channel: "email", to: user.email, subject, html, text });
    return undefined;
  } catch {
    metrics.count("challenge_undelivered");
    return "delivery_failed";
  }
};

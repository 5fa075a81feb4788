/**
 * Delivers a message in Cognito's place. No caller waits for it, so a failure is reported here: an audit
 * event `message.failed`, a metric, and an error, after which Lambda may retry. A repeated invocation is
 * recognised by a keyed hash of the ciphertext, which is unique per message. A message without a ciphertext
 * or a notice id is sent again.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { languageOf } from "../../domain/messages/language.js";
import { contentOfOrder, type MessageOrder } from "../../domain/messages/message-order.js";
import { factsOfOccasion } from "../../domain/messages/occasion.js";
import { renderMessage } from "../../domain/messages/render-message.js";
import type { Ports, Settings } from "../../ports/index.js";

export type DeliverMessageDeps = Pick<
  Ports,
  | "audit"
  | "clock"
  | "codes"
  | "deadline"
  | "deliveries"
  | "directory"
  | "messenger"
  | "metrics"
  | "pseudonyms"
> &
  Pick<Settings, "messages">;

/** Why a message was not sent, and whether a retry can help. */
const FAILURES = {
  undecryptable: "no",
  no_code: "no",
  no_destination: "no",
  key_unavailable: "later",
  directory_unavailable: "later",
  not_taken: "later",
  out_of_time: "later",
} as const;

type Failure = {
  readonly kind: "failed";
  readonly reason: keyof typeof FAILURES;
  readonly cause?: unknown;
};
type Outcome = { readonly kind: "sent" } | Failure;

/** Shorter than the trigger's deadline, to leave time to record a time-out. */
const SEND_MS = 3000;

/** @throws AuthError `temporarily_unavailable` if a retry can help, otherwise `invalid_request`. */
export const deliverMessage = async (
  deps: DeliverMessageDeps,
  order: MessageOrder,
): Promise<"sent" | "repeated"> => {
  const key = await keyOf(deps, order);
  if (key !== undefined && (await deps.deliveries.begin(key)) === "taken") return "repeated";
  const outcome = await deps.deadline
    .within(SEND_MS, () => send(deps, order))
    .catch((cause: unknown) => failed("out_of_time", cause));
  if (outcome.kind === "failed") {
    if (key !== undefined) await deps.deliveries.abandon(key);
    await recordFailure(deps, order, key, outcome.reason);
    const code = FAILURES[outcome.reason] === "later" ? "temporarily_unavailable" : "invalid_request";
    throw new AuthError(code, { cause: outcome.cause });
  }
  if (key !== undefined) await deps.deliveries.finish(key);
  return "sent";
};

const failed = (reason: Failure["reason"], cause?: unknown): Failure => ({ kind: "failed", reason, cause });

const keyOf = async (
  deps: DeliverMessageDeps,
  { userPoolId, channel, ciphertext, noticeId }: MessageOrder,
) => {
  const unique = ciphertext ?? noticeId;
  if (unique === undefined) return undefined;
  try {
    return await deps.pseudonyms.of(`${userPoolId}\n${channel}\n${unique}`);
  } catch {
    return undefined; // no hash key: repetitions cannot be recognised
  }
};

const send = async (deps: DeliverMessageDeps, order: MessageOrder): Promise<Outcome> => {
  const destination = await destinationOf(deps, order);
  if (typeof destination !== "string") return destination;
  const content = await contentOf(deps, order);
  if (content.kind === "failed") return content;

  const language = languageOf(order.languages, deps.messages.language);
  const { subject, html, text, sms } = renderMessage({ ...content, language, brand: deps.messages.brand });
  try {
    await deps.messenger.send(
      order.channel === "email"
        ? { channel: "email", to: destination, subject, html, text }
        : { channel: "sms", to: destination, text: sms },
    );
    return { kind: "sent" };
  } catch (cause) {
    return failed("not_taken", cause);
  }
};

// Cognito's notices of suspicious sign-ins carry no address, so it is read from the profile.
const destinationOf = async (
  deps: DeliverMessageDeps,
  { to, channel, sub }: MessageOrder,
): Promise<string | Failure> => {
  if (to !== undefined) return to;
  if (channel === "sms") return failed("no_destination");
  try {
    const userId = await deps.directory.userIdBySub(sub);
    const profile = userId === undefined ? undefined : await deps.directory.profile(userId);
    return profile?.email || failed("no_destination");
  } catch (cause) {
    return failed("directory_unavailable", cause);
  }
};

const contentOf = async (deps: DeliverMessageDeps, order: MessageOrder) => {
  const { ciphertext, userPoolId } = order;
  if (ciphertext === undefined) return contentOfOrder(order, undefined) ?? failed("no_code");
  try {
    const secret = await deps.codes.decrypt(ciphertext, userPoolId);
    return (secret && contentOfOrder(order, secret)) ?? failed("undecryptable");
  } catch (cause) {
    return failed("key_unavailable", cause);
  }
};

const recordFailure = async (
  deps: DeliverMessageDeps,
  order: MessageOrder,
  key: string | undefined,
  reason: string,
): Promise<void> => {
  const { channel, occasion, sub, userId } = order;
  const at = deps.clock.now();
  deps.metrics.count("message_failed");
  await deps.audit.record(
    auditEvent("message.failed", {
      subject: userSubject(userId ?? sub),
      // One event per message and reason, however often delivery is retried.
      key: `${key ?? `${sub}/${at.toISOString()}`}/${reason}`,
      at,
      details: { reason: `${channel}/${factsOfOccasion(occasion).kind}/${reason}`, sub, userId },
    }),
  );
};

/**
 * Delivers a message in Cognito's place. Nobody waits for it, so a failure has to show here: it
 * leaves `message.failed`, a metric, and an error for Lambda's own record, which may call again. A
 * repeated delivery is told by a keyed hash of the ciphertext, which Cognito makes anew for every
 * message; a message without one cannot be told from its repetition, and is sent again.
 */
import { auditEvent, userSubject } from "../../domain/audit-event.js";
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

/** Why a message was not sent, and whether another attempt can help. */
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

/** Leaves time, within the trigger's own, to record that it was too short. */
const SEND_MS = 3000;

/** @throws AuthError `temporarily_unavailable` when another attempt can help, `invalid_request` when not. */
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
    return undefined; // no key to hash with: as if it could not be told
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

// Notices about an attack come without the profile of the user; we have it ourselves.
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
      // However often one message is tried, each reason leaves one event.
      key: `${key ?? `${sub}/${at.toISOString()}`}/${reason}`,
      at,
      details: { reason: `${channel}/${factsOfOccasion(occasion).kind}/${reason}`, sub, userId },
    }),
  );
};

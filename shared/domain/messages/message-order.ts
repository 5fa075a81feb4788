/** What Cognito asks a custom sender to deliver, and what it comes to once the secret is known. */
import type { Secret } from "../secret.js";
import type { MessageContent } from "./message.js";
import { factsOfOccasion, type Occasion } from "./occasion.js";

/** What Cognito says of a sign-in that looks like an attack; none of it can be relied on. */
export type SignInNotice = {
  readonly time?: string | undefined;
  readonly place?: string | undefined;
  readonly device?: string | undefined;
  readonly address?: string | undefined;
  readonly linkIfMine?: string | undefined;
  readonly linkIfNotMine?: string | undefined;
};

export type MessageOrder = {
  readonly channel: "email" | "sms";
  readonly occasion: Occasion;
  readonly userPoolId: string;
  readonly sub: string;
  readonly userId?: string | undefined;
  /** The address or number; absent where Cognito does not say it. */
  readonly to?: string | undefined;
  /** The encrypted code or password, base64; absent for a message without one. */
  readonly ciphertext?: string | undefined;
  /** The number that Cognito gave the event that a notice is about. */
  readonly noticeId?: string | undefined;
  readonly languages: readonly (string | undefined)[];
  readonly notice: SignInNotice;
};

/** Undefined when the message makes no sense without the secret that is not there. */
export const contentOfOrder = (
  order: MessageOrder,
  secret: Secret | undefined,
): MessageContent | undefined => {
  const { kind, validMinutes } = factsOfOccasion(order.occasion);
  if (kind === "suspicious_sign_in") return { kind, values: order.notice };
  if (kind === "invitation") {
    const username = order.to ?? "";
    if (secret === undefined) return { kind, values: { username } };
    return { kind, values: { username, password: unescaped(secret.reveal()), validMinutes } };
  }
  return secret && { kind, values: { code: secret.reveal(), validMinutes } };
};

const CHARACTERS: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

// Temporary passwords come with HTML's reserved characters escaped; codes have none. Once, so that
// an escaped ampersand does not become the beginning of something else.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-email-sender.html
const unescaped = (password: string): string =>
  password.replace(/&(lt|gt|quot|#39|amp);/g, (entity) => CHARACTERS[entity] ?? entity);

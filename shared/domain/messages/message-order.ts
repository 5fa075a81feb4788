/** A delivery that Cognito requests from a custom sender, and its content after decryption. */
import type { Secret } from "../secret.js";
import type { MessageContent } from "./message.js";
import { factsOfOccasion, type Occasion } from "./occasion.js";

/** Cognito's data about a suspicious sign-in. Every field is optional. */
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
  readonly legacyId?: string | undefined;
  /** The address or number; absent if Cognito does not provide it. */
  readonly to?: string | undefined;
  /** The encrypted code or password, base64; absent for a message without one. */
  readonly ciphertext?: string | undefined;
  /** Cognito's id of the event that a notice is about. */
  readonly noticeId?: string | undefined;
  readonly languages: readonly (string | undefined)[];
  readonly notice: SignInNotice;
};

/** Undefined if the message needs the secret and there is none. */
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

// Cognito escapes HTML's reserved characters in temporary passwords; codes have none. Unescaped in one pass,
// so that an escaped ampersand does not start another entity.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-email-sender.html
const unescaped = (password: string): string =>
  password.replace(/&(lt|gt|quot|#39|amp);/g, (entity) => CHARACTERS[entity] ?? entity);

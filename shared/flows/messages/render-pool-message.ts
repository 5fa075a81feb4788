/**
 * Renders a message into which Cognito inserts the code. The code, and the name of a user that an
 * administrator created, stay Cognito's placeholders. E-mail is rendered only if the stage sends through SES;
 * otherwise Cognito rejects the response as invalid.
 */
import { languageOf } from "../../domain/messages/language.js";
import type { MessageContent } from "../../domain/messages/message.js";
import { factsOfOccasion, type Occasion } from "../../domain/messages/occasion.js";
import { renderMessage } from "../../domain/messages/render-message.js";
import type { Settings } from "../../ports/index.js";

export type PoolMessageDeps = Pick<Settings, "messages">;

export type WordedMessage = {
  readonly smsMessage: string;
  readonly emailSubject?: string | undefined;
  readonly emailMessage?: string | undefined;
};

export const renderPoolMessage = (
  { messages }: PoolMessageDeps,
  input: {
    readonly occasion: Occasion;
    readonly code: string;
    readonly username: string;
    /** Language tags, most preferred first. */
    readonly languages: readonly (string | undefined)[];
  },
): WordedMessage => {
  const language = languageOf(input.languages, messages.language);
  const { subject, html, sms } = renderMessage({ ...contentOf(input), language, brand: messages.brand });
  return {
    smsMessage: sms,
    ...(messages.ownEmails && { emailSubject: subject, emailMessage: html }),
  };
};

const contentOf = (input: { occasion: Occasion; code: string; username: string }): MessageContent => {
  const { kind, validMinutes } = factsOfOccasion(input.occasion);
  if (kind === "invitation") {
    return { kind, values: { username: input.username, password: input.code, validMinutes } };
  }
  if (kind === "suspicious_sign_in") return { kind, values: {} };
  return { kind, values: { code: input.code, validMinutes } };
};

/**
 * Renders a message as subject, HTML, text and SMS. The same content always gives the same bytes. Limits of
 * the CustomMessage trigger: 140 characters for a subject, 20,000 for an e-mail, 140 for a text message (a
 * link in a text message is not shortened).
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */
import { htmlPart } from "./html-part.js";
import { composeLetter } from "./letter.js";
import type { MessageRequest, RenderedMessage } from "./message.js";
import { shortText } from "./short-text.js";
import { textPart } from "./text-part.js";

export const renderMessage = (request: MessageRequest): RenderedMessage => {
  const letter = composeLetter(request);
  return {
    subject: letter.subject,
    html: htmlPart(letter),
    text: textPart(letter),
    sms: shortText(request),
  };
};

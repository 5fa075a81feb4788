/**
 * A message in its four forms: subject, HTML, text and SMS. Pure: the same content gives the same
 * bytes. Subjects have at most 140 characters, e-mails at most 20,000, text messages at most 140,
 * as Cognito demands of its CustomMessage trigger (a link in a text message is as long as it is).
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

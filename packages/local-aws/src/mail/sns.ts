/**
 * Publish of SNS, to a phone number. Uses the AWS query protocol: form request, XML response.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
import { randomUUID } from "node:crypto";
import { codeIn } from "./code-in.js";
import type { SentMessage } from "./sent-message.js";

export type Published =
  | { readonly kind: "sent"; readonly message: SentMessage }
  | { readonly kind: "refused"; readonly code: string; readonly text: string };

const MAX_CHARACTERS = 1600;

export const published = (form: URLSearchParams, at: number): Published => {
  const to = form.get("PhoneNumber") ?? "";
  const body = form.get("Message") ?? "";
  const refused = (text: string): Published => ({ kind: "refused", code: "InvalidParameter", text });
  if (form.get("Action") !== "Publish")
    return { kind: "refused", code: "InvalidAction", text: "This operation is not implemented locally." };
  if (form.has("TopicArn") || form.has("TargetArn"))
    return refused("Only phone numbers are supported locally.");
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return refused("PhoneNumber is not in E.164 form.");
  if (body === "" || body.length > MAX_CHARACTERS) return refused("Message is empty or too long.");
  const facts = { triggerSource: "SNS Publish", poolId: "", username: "", at };
  return { kind: "sent", message: { channel: "SMS", to, body, code: codeIn(body), ...facts } };
};

const NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

export const publishAnswer = (messageId: string): string =>
  `<PublishResponse xmlns="${NAMESPACE}"><PublishResult><MessageId>${messageId}</MessageId></PublishResult>${metadata()}</PublishResponse>`;

/** `text` comes from this program only, so nothing in it needs escaping. */
export const publishError = (code: string, text: string): string =>
  `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;

const metadata = (): string => `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;

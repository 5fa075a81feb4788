/**
 * SendEmail of SES version 2, for mails with a subject, HTML and text.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
import { z } from "zod";
import { codeIn } from "./code-in.js";
import type { SentMessage } from "./sent-message.js";

const part = z.object({ Data: z.string().min(1), Charset: z.string().optional() });
// An address, or a name followed by an address in angle brackets.
const sender = z.string().regex(/^[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>$|^[^\s@<>]+@[^\s@<>]+$/);

const input = z.object({
  FromEmailAddress: sender,
  Destination: z.object({
    ToAddresses: z
      .array(z.string().regex(/^[^\s@<>]+@[^\s@<>]+$/))
      .min(1)
      .max(50),
  }),
  Content: z.object({
    Simple: z.object({
      Subject: part,
      Body: z.object({ Text: part.optional(), Html: part.optional() }),
      Headers: z
        .array(z.object({ Name: z.string().max(126), Value: z.string().max(996) }))
        .max(15)
        .optional(),
    }),
  }),
});

/** Returns one message for each address, or undefined if SES would reject the request. */
export const mailsOf = (request: unknown, at: number): SentMessage[] | undefined => {
  const parsed = input.safeParse(request);
  if (!parsed.success) return undefined;
  const { Subject, Body } = parsed.data.Content.Simple;
  const body = Body.Text?.Data ?? "";
  if (/[\r\n]/.test(Subject.Data) || (body === "" && Body.Html === undefined)) return undefined;
  return parsed.data.Destination.ToAddresses.map((to) => ({
    channel: "EMAIL",
    to,
    subject: Subject.Data,
    body,
    html: Body.Html?.Data,
    code: codeIn(body),
    triggerSource: "SES SendEmail",
    poolId: "",
    username: "",
    at,
  }));
};

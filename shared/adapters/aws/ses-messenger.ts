/**
 * Sends e-mails through Amazon SES, each with a text and an HTML part. There is one attempt only: after a
 * timeout, it is unknown whether SES accepted the mail, and a duplicate code confuses the user more than a
 * missing one.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
import { type SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { AuthError } from "../../domain/errors.js";
import type { Messenger } from "../../ports/messages.js";
import { orUnavailable } from "./unavailable.js";

const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });

/** @throws AuthError `internal` for a text message, which SES cannot send. */
export const sesMessenger = (client: SESv2Client, from: string): Messenger => ({
  send: (message) =>
    orUnavailable(async () => {
      if (message.channel !== "email") throw new AuthError("internal");
      const { to, subject, html, text } = message;
      const Simple = {
        Subject: utf8(subject),
        Body: { Html: utf8(html), Text: utf8(text) },
        // Prevents automatic replies such as out-of-office notices (RFC 3834, section 5).
        Headers: [{ Name: "Auto-Submitted", Value: "auto-generated" }],
      };
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: { Simple },
        }),
      );
    }),
});

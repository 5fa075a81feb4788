/** Text messages through SNS, to one number each. E-mails are not its business. */
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { AuthError } from "../../domain/errors.js";
import type { Messenger } from "../../ports/messages.js";
import { orUnavailable } from "./unavailable.js";

// Codes go before advertising, and are not held back at night.
const TRANSACTIONAL = { "AWS.SNS.SMS.SMSType": { DataType: "String", StringValue: "Transactional" } };

export const snsMessenger = (client: SNSClient): Messenger => ({
  send: (message) =>
    orUnavailable(async () => {
      if (message.channel !== "sms") throw new AuthError("internal");
      const { to, text } = message;
      await client.send(
        new PublishCommand({ PhoneNumber: to, Message: text, MessageAttributes: TRANSACTIONAL }),
      );
    }),
});

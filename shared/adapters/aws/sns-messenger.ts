/** Sends text messages through SNS, to one phone number each. Rejects e-mails with `internal`. */
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { AuthError } from "../../domain/errors.js";
import type { Messenger } from "../../ports/messages.js";
import { orUnavailable } from "./unavailable.js";

// Transactional messages have priority over promotional ones and are not delayed at night.
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

/**
 * CustomMessage: customizes a message that contains a code. Rejects what Amazon Cognito rejects: a missing
 * placeholder, a text that is too long, or an email without a configured sender. (Developer guide, "Custom
 * message Lambda trigger".)
 */
import { z } from "zod";
import { CognitoError } from "../errors.js";
import { confirmsByLink, hasLink } from "../messages/confirmation-link.js";
import type { MessageCause } from "../messages/message.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import { type Attributes, triggerAttributes, type User } from "../store/user.js";

export const codePlaceholder = "{####}";
export const usernamePlaceholder = "{username}";

interface MessageOccasion {
  readonly pool: Pool;
  readonly clientId: string;
  readonly user: User;
  readonly cause: MessageCause;
  readonly clientMetadata?: Attributes | undefined;
}

export interface CustomWords {
  readonly smsMessage?: string;
  readonly emailMessage?: string;
  readonly emailSubject?: string;
}

const answer = z.object({
  smsMessage: z.string().max(140).nullish(),
  emailMessage: z.string().max(20_000).nullish(),
  emailSubject: z.string().max(140).nullish(),
});

export async function customMessage(
  { runTrigger }: Services,
  occasion: MessageOccasion,
): Promise<CustomWords> {
  const { pool, clientId, user, cause, clientMetadata } = occasion;
  const functionArn = pool.settings.LambdaConfig.CustomMessage;
  if (functionArn === undefined) return {};
  const isInvitation = cause === "AdminCreateUser";
  const { smsMessage, emailMessage, emailSubject } = await runTrigger({
    trigger: "CustomMessage",
    source: `CustomMessage_${cause}`,
    functionArn,
    pool,
    userName: user.username,
    clientId,
    request: {
      userAttributes: triggerAttributes(user),
      codeParameter: codePlaceholder,
      linkParameter: "{##Click Here##}",
      usernameParameter: isInvitation ? usernamePlaceholder : null,
      ...(clientMetadata && { clientMetadata }),
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
    answer,
  });
  const words = {
    ...(smsMessage && { smsMessage }),
    ...(emailMessage && { emailMessage }),
    ...(emailSubject && { emailSubject }),
  };
  checkWords(pool, cause, words);
  return words;
}

function checkWords(
  { settings }: Pool,
  cause: MessageCause,
  { smsMessage, emailMessage, emailSubject }: CustomWords,
): void {
  const ownSender = settings.EmailConfiguration?.EmailSendingAccount === "DEVELOPER";
  if ((emailMessage || emailSubject) && !ownSender) {
    throw refused("emailMessage and emailSubject need EmailSendingAccount DEVELOPER");
  }
  const isInvitation = cause === "AdminCreateUser";
  if (smsMessage) checkPlaceholders(smsMessage, isInvitation);
  const byLink = confirmsByLink(settings, cause) && hasLink(emailMessage ?? "");
  if (emailMessage && !byLink) checkPlaceholders(emailMessage, isInvitation);
}

function checkPlaceholders(text: string, isInvitation: boolean): void {
  if (!text.includes(codePlaceholder)) throw refused(`the text lacks ${codePlaceholder}`);
  if (isInvitation && !text.includes(usernamePlaceholder))
    throw refused(`the text lacks ${usernamePlaceholder}`);
}

const refused = (reason: string) =>
  new CognitoError(
    "InvalidLambdaResponseException",
    `CustomMessage: Unrecognizable lambda output (${reason})`,
  );

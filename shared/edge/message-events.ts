/**
 * The events with which Cognito asks for the words of a message, or for a message to be sent.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */
import * as z from "zod/mini";
import { WORDED_OCCASIONS } from "../domain/messages/occasion.js";
import { attributes, envelope, triggerEvent } from "./trigger-event.js";

const CODE = "{####}";
const USERNAME = "{username}";

// Both come from anybody, so only strings under the two known names are read; the rest may be whatever it is.
const clientMetadata = z.catch(
  z.nullable(
    z.looseObject({
      locale: z.catch(z.optional(z.string()), undefined),
      language: z.catch(z.optional(z.string()), undefined),
    }),
  ),
  null,
);

/** Tags of languages that a message may be in, the most wanted first. */
const wantedLanguages = (request: {
  clientMetadata?: z.infer<typeof clientMetadata> | undefined;
  userAttributes: Record<string, string>;
}): (string | undefined)[] => [
  request.clientMetadata?.locale,
  request.clientMetadata?.language,
  request.userAttributes.locale,
];

const placeholder = (fallback: string) => z.catch(z.string().check(z.minLength(1)), fallback);

export const customMessageEvent = triggerEvent(
  WORDED_OCCASIONS.map((occasion) => `CustomMessage_${occasion}`),
  z.looseObject({
    ...envelope,
    triggerSource: z.string(),
    request: z.looseObject({
      userAttributes: attributes,
      clientMetadata: z.optional(clientMetadata),
      codeParameter: placeholder(CODE),
      usernameParameter: placeholder(USERNAME),
    }),
  }),
  ({ triggerSource, request }) => ({
    occasion: WORDED_OCCASIONS.find((each) => triggerSource === `CustomMessage_${each}`) ?? "SignUp",
    code: request.codeParameter,
    username: request.usernameParameter,
    languages: wantedLanguages(request),
  }),
);

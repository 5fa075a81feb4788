/**
 * Events with which Cognito requests the text of a message, or its delivery.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */
import * as z from "zod/mini";
import type { MessageOrder, SignInNotice } from "../domain/messages/message-order.js";
import { CODE_OCCASIONS, EMAIL_OCCASIONS, type Occasion } from "../domain/messages/occasion.js";
import { cognitoTrigger, type TriggerDeps } from "./cognito-trigger.js";
import { about, attributes, envelope, type TriggerSchema, triggerEvent } from "./trigger-event.js";
import { clientMetadata, wantedLanguages } from "./wanted-languages.js";

const CODE = "{####}";
const USERNAME = "{username}";

const isOccasion = (name: string): name is Occasion => EMAIL_OCCASIONS.some((each) => each === name);
const occasionOf = (triggerSource: string): Occasion => {
  const name = triggerSource.slice(triggerSource.indexOf("_") + 1);
  return isOccasion(name) ? name : "SignUp"; // unreachable: every source of these triggers names an occasion
};

const placeholder = (fallback: string) => z.catch(z.string().check(z.minLength(1)), fallback);

export const customMessageEvent = triggerEvent(
  CODE_OCCASIONS.map((occasion) => `CustomMessage_${occasion}`),
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
  (event) => {
    const { triggerSource, request } = event;
    const { sub, userId, legacyId } = about(event);
    return {
      ...{ sub, userId, legacyId, occasion: occasionOf(triggerSource) },
      code: request.codeParameter,
      username: request.usernameParameter,
      languages: wantedLanguages(request),
    };
  },
);

/** `type` identifies the sender trigger that the event is for. */
const senderEvent = (
  trigger: string,
  type: string,
  occasions: readonly Occasion[],
  order: (attributes: Record<string, string>) => Pick<MessageOrder, "channel" | "to">,
) =>
  triggerEvent(
    occasions.map((occasion) => `${trigger}_${occasion}`),
    z.looseObject({
      ...envelope,
      triggerSource: z.string(),
      request: z.looseObject({
        type: z.literal(type),
        code: z.optional(z.nullable(z.string())),
        userAttributes: attributes,
        clientMetadata: z.optional(clientMetadata),
      }),
    }),
    (event): MessageOrder => {
      const { request, triggerSource, userPoolId } = event;
      const { sub, userId, legacyId } = about(event);
      return {
        ...order(request.userAttributes),
        occasion: occasionOf(triggerSource),
        userPoolId,
        sub,
        userId,
        legacyId,
        ciphertext: request.code || undefined,
        noticeId: request.userAttributes.EVENT_ID || undefined,
        languages: wantedLanguages(request),
        notice: noticeOf(request.userAttributes),
      };
    },
  );

/** Notices of suspicious sign-ins contain these fields instead of the user's attributes. */
const noticeOf = (given: Record<string, string>): SignInNotice => ({
  time: given.LOGIN_TIME,
  place: [given.CITY, given.COUNTRY].filter((each) => each !== undefined && each !== "").join(", "),
  device: given.DEVICE_NAME,
  address: given.IP_ADDRESS,
  linkIfMine: given.ONE_CLICK_LINK_VALID,
  linkIfNotMine: given.ONE_CLICK_LINK_INVALID,
});

export const customEmailSenderEvent = senderEvent(
  "CustomEmailSender",
  "customEmailSenderRequestV1",
  EMAIL_OCCASIONS,
  ({ email }) => ({ channel: "email", to: email || undefined }),
);

export const customSmsSenderEvent = senderEvent(
  "CustomSMSSender",
  "customSMSSenderRequestV1",
  CODE_OCCASIONS,
  ({ phone_number }) => ({ channel: "sms", to: phone_number || undefined }),
);

/** The handler of a custom sender: Cognito ignores the response, so it is empty. */
export const messageSender = (
  deps: TriggerDeps,
  schema: TriggerSchema<MessageOrder>,
  deliver: (order: MessageOrder) => Promise<unknown>,
) =>
  cognitoTrigger(deps, schema, async (order) => {
    await deliver(order);
    return {};
  });

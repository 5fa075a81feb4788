/**
 * CustomEmailSender_AccountTakeOverNotification: the notice of a risky sign-in. Its `userAttributes` describe
 * the sign-in and not the user (types of @types/aws-lambda; developer guide, "Custom email sender Lambda
 * trigger").
 */
import { z } from "zod";
import { invalidParameter } from "../errors.js";
import { checkThreatProtection } from "../operations/auth-events.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import type { AuthEvent, Feedback } from "../threats/auth-events.js";
import { noClientId } from "./trigger-runner.js";

export interface RiskySignIn {
  readonly pool: Pool;
  readonly user: User;
  readonly clientId?: string | undefined;
  readonly action: string;
  readonly ipAddress: string;
  readonly city?: string | undefined;
  readonly country?: string | undefined;
  readonly deviceName?: string | undefined;
}

/**
 * Throws UserPoolAddOnNotEnabledException without threat protection, and InvalidParameterException without a
 * sender.
 */
export function takeOverNotice(services: Services, signIn: RiskySignIn): AuthEvent {
  const { pool, user, clientId = noClientId } = signIn;
  checkThreatProtection(pool);
  const { CustomEmailSender: sender } = pool.settings.LambdaConfig;
  if (!sender) throw invalidParameter("The user pool has no CustomEmailSender.");
  const event = services.authEvents.record({ poolId: pool.id, username: user.username });
  const call = services.runTrigger({
    trigger: "CustomEmailSender",
    source: "CustomEmailSender_AccountTakeOverNotification",
    functionArn: sender.LambdaArn,
    pool,
    userName: user.username,
    clientId,
    request: {
      type: "customEmailSenderRequestV1",
      code: null,
      userAttributes: attributesOf(services, signIn, event),
    },
    response: {},
    answer: z.unknown(),
    oneWay: true,
  });
  services.inBackground(call);
  return event;
}

function attributesOf(services: Services, signIn: RiskySignIn, event: AuthEvent): Record<string, string> {
  const { action, ipAddress, city, country, deviceName } = signIn;
  return {
    EVENT_ID: event.id,
    USER_NAME: event.username,
    IP_ADDRESS: ipAddress,
    ACCOUNT_TAKE_OVER_ACTION: action,
    ONE_CLICK_LINK_VALID: linkFor(services, event, "Valid"),
    ONE_CLICK_LINK_INVALID: linkFor(services, event, "Invalid"),
    LOGIN_TIME: new Date(services.clock.now()).toISOString(),
    FEEDBACK_TOKEN: event.token,
    ...(city !== undefined && { CITY: city }),
    ...(country !== undefined && { COUNTRY: country }),
    ...(deviceName !== undefined && { DEVICE_NAME: deviceName }),
  };
}

function linkFor({ address }: Services, event: AuthEvent, value: Feedback): string {
  const { id, username, token } = event;
  const query = new URLSearchParams({ event_id: id, user_name: username, feedback: value, token });
  return `${address.origin}/${event.poolId}/authEventFeedback?${query}`;
}

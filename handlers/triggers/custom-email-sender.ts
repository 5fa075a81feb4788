/**
 * Cognito CustomEmailSender, all eight sources: delivers e-mails in Cognito's place. Nobody waits
 * for it and no answer of it is used; what it throws is Lambda's record of a failure.
 */
import type { MessageSettings } from "../../shared/domain/messages/message-settings.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { customEmailSenderEvent } from "../../shared/edge/message-events.js";
import { deliverMessage } from "../../shared/flows/messages/deliver-message.js";
import type { Ports } from "../../shared/ports/index.js";
import { codes } from "../../shared/wiring/codes.js";
import {
  audit,
  clock,
  deadline,
  deliveries,
  directory,
  logger,
  messageSettings,
  messenger,
  metrics,
  pools,
  pseudonyms,
  wired,
} from "../../shared/wiring/index.js";

type Deps = Pick<
  Ports,
  | "audit"
  | "clock"
  | "codes"
  | "deadline"
  | "deliveries"
  | "directory"
  | "logger"
  | "messenger"
  | "metrics"
  | "pools"
  | "pseudonyms"
> & { readonly messages: MessageSettings };

export const customEmailSender = (deps: Deps) =>
  cognitoTrigger(deps, customEmailSenderEvent, async (order) => {
    await deliverMessage(deps, deps.messages, order);
    return {};
  });

export const handler = wired(customEmailSender, {
  audit,
  clock,
  codes,
  deadline,
  deliveries,
  directory,
  logger,
  messages: messageSettings,
  messenger,
  metrics,
  pools,
  pseudonyms,
});

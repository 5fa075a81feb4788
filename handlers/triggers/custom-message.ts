/**
 * Cognito CustomMessage, all seven sources: the words of a message that carries a code. It runs
 * inside the caller's request and before anything is proved, so what it answers depends on the
 * occasion and the language only.
 */
import type { MessageSettings } from "../../shared/domain/messages/message-settings.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { customMessageEvent } from "../../shared/edge/message-events.js";
import { renderPoolMessage } from "../../shared/flows/messages/render-pool-message.js";
import type { Ports } from "../../shared/ports/index.js";
import {
  clock,
  deadline,
  logger,
  messageSettings,
  metrics,
  pools,
  wired,
} from "../../shared/wiring/index.js";

type Deps = Pick<Ports, "clock" | "deadline" | "logger" | "metrics" | "pools"> & {
  readonly messages: MessageSettings;
};

export const customMessage = (deps: Deps) =>
  cognitoTrigger(deps, customMessageEvent, async (input) => renderPoolMessage(deps.messages, input));

export const handler = wired(customMessage, {
  clock,
  deadline,
  logger,
  metrics,
  pools,
  messages: messageSettings,
});

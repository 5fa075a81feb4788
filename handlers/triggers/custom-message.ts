/**
 * Cognito CustomMessage, all seven sources: the text of a message that carries a code. It runs inside the
 * caller's request, before any proof. The response depends only on the occasion and the language.
 */
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { customMessageEvent } from "../../shared/edge/message-events.js";
import { type PoolMessageDeps, renderPoolMessage } from "../../shared/flows/messages/render-pool-message.js";
import { poolMessagePorts, triggerPorts, wired } from "../../shared/wiring/index.js";

type Deps = TriggerDeps & PoolMessageDeps;

export const customMessage = (deps: Deps) =>
  cognitoTrigger(deps, customMessageEvent, async (input) => renderPoolMessage(deps, input));

export const handler = wired(customMessage, { ...triggerPorts, ...poolMessagePorts });

/**
 * Cognito CustomSMSSender, all seven sources: delivers text messages in Cognito's place. No user waits for it, and
 * Cognito ignores the response. An error that it throws is Lambda's record of a failed delivery.
 */
import type { TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { customSmsSenderEvent, messageSender } from "../../shared/edge/message-events.js";
import { type DeliverMessageDeps, deliverMessage } from "../../shared/flows/messages/deliver-message.js";
import { notePoolUser } from "../../shared/flows/migration/note-pool-user.js";
import { triggerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { deliveryPorts, smsPorts } from "../../shared/wiring/senders.js";

type Deps = TriggerDeps & DeliverMessageDeps;

export const customSmsSender = (deps: Deps) =>
  messageSender(deps, customSmsSenderEvent, async (order) => {
    await notePoolUser(deps, order);
    await deliverMessage(deps, order);
  });

export const handler = wired(customSmsSender, { ...triggerPorts, ...deliveryPorts, ...smsPorts });

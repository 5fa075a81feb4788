/**
 * Cognito CustomMessage, all seven sources: the text of a message that carries a code. It runs inside the
 * caller's request, before any proof. The response depends only on the occasion and the language. After a migration by
 * a forgotten password it is the first trigger that knows the pool user, and records it.
 */
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { customMessageEvent } from "../../shared/edge/message-events.js";
import { type PoolMessageDeps, renderPoolMessage } from "../../shared/flows/messages/render-pool-message.js";
import { type NoteHolderDeps, notePoolUser } from "../../shared/flows/migration/note-pool-user.js";
import { triggerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { poolMessagePorts } from "../../shared/wiring/triggers.js";

type Deps = TriggerDeps & PoolMessageDeps & NoteHolderDeps;

export const customMessage = (deps: Deps) =>
  cognitoTrigger(deps, customMessageEvent, async (input) => {
    await notePoolUser(deps, input);
    return renderPoolMessage(deps, input);
  });

export const handler = wired(customMessage, { ...triggerPorts, ...poolMessagePorts });

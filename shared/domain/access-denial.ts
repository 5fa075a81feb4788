/** The audit event of a denial to an actor that the authorizer admitted. */
import type { DenyReason } from "./access.js";
import { type Actor, actorSubject } from "./actor.js";
import { type AuditEvent, auditEvent } from "./audit/audit-event.js";

export const accessDenial = (
  actor: Actor,
  why: {
    readonly reason: DenyReason;
    /** The requested account, if it is not the actor's account. */
    readonly systemAccountId?: string | undefined;
    /** The requested resource and actions. */
    readonly resource?: string | undefined;
    readonly actions?: string | undefined;
  },
  at: Date,
): AuditEvent => {
  const user = actor.credential !== "api_key" ? actor : undefined;
  return auditEvent("access.denied", {
    subject: actorSubject(actor),
    key: actor.caller.requestId,
    at,
    details: {
      reason: why.reason,
      userId: user?.userId,
      sub: user?.sub,
      sessionId: user?.sessionId,
      systemAccountId: why.systemAccountId ?? actor.systemAccountId,
      resource: why.resource,
      actions: why.actions,
      route: actor.route,
      ...actor.caller.facts,
    },
  });
};

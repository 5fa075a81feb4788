/** The event of something that a person did to an account, or to somebody in it. */
import type { PersonActor } from "../../domain/actor.js";
import {
  type AuditDetails,
  type AuditEvent,
  type AuditEventType,
  accountSubject,
  auditEvent,
  userSubject,
} from "../../domain/audit-event.js";

/** With a `userId` it is about that user, without one about the account. The request is the happening's key. */
export const actEvent = (
  type: AuditEventType,
  actor: PersonActor,
  input: { readonly at: Date; readonly systemAccountId: string; readonly userId?: string } & Pick<
    AuditDetails,
    "reason"
  >,
): AuditEvent => {
  const { at, systemAccountId, userId, reason } = input;
  const { caller, route, sessionId } = actor;
  return auditEvent(type, {
    subject: userId === undefined ? accountSubject(systemAccountId) : userSubject(userId),
    key: `${systemAccountId}/${caller.requestId}`,
    at,
    details: { reason, userId, actorId: actor.userId, systemAccountId, sessionId, route, ...caller.facts },
  });
};

/** The audit event of a user's action on an account or on one of its members. */
import type { UserActor } from "../../domain/actor.js";
import {
  type AuditDetails,
  type AuditEvent,
  type AuditEventType,
  accountSubject,
  auditEvent,
  userSubject,
} from "../../domain/audit/audit-event.js";

/** The subject is the user of `userId`, or the account without one. Keyed by request. */
export const actEvent = (
  type: AuditEventType,
  actor: UserActor,
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

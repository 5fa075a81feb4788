/** The event of what somebody did to permissions, teams, or what is known of resources and members. */
import type { PersonActor } from "../../domain/actor.js";
import {
  type AuditDetails,
  type AuditEvent,
  type AuditEventType,
  accountSubject,
  auditEvent,
  userSubject,
} from "../../domain/audit-event.js";

/**
 * With a `userId` it is in the chain of that user, else in the one of the account. One request does one
 * thing to one `target`; done again by another request it is another event.
 */
export const permissionEvent = (
  type: AuditEventType,
  actor: PersonActor,
  input: { readonly at: Date; readonly systemAccountId: string; readonly target: string } & Pick<
    AuditDetails,
    "userId" | "resource" | "grantee" | "actions" | "expiresAt" | "teamId"
  >,
): AuditEvent => {
  const { at, target, ...about } = input;
  const { caller, route, sessionId } = actor;
  return auditEvent(type, {
    subject: about.userId === undefined ? accountSubject(about.systemAccountId) : userSubject(about.userId),
    key: `${about.systemAccountId}/${caller.requestId}/${target}`,
    at,
    details: { ...about, actorId: actor.userId, sessionId, route, ...caller.facts },
  });
};

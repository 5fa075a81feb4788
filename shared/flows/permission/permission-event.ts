/** The audit event of a change to permissions, teams, or attributes of resources and members. */
import type { UserActor } from "../../domain/actor.js";
import {
  type AuditDetails,
  type AuditEvent,
  type AuditEventType,
  accountSubject,
  auditEvent,
  userSubject,
} from "../../domain/audit/audit-event.js";

/**
 * With a `userId` the event belongs to that user's chain, otherwise to the account's. Keyed by request and
 * `target`, so a retry of a request adds no second event.
 */
export const permissionEvent = (
  type: AuditEventType,
  actor: UserActor,
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

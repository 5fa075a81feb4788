/** The audit events of a merge, all in the chain of the kept user. */
import {
  type AuditDetails,
  type AuditEvent,
  type AuditEventType,
  auditEvent,
  userSubject,
} from "../../domain/audit/audit-event.js";
import type { Merge } from "../../domain/duplicates.js";
import type { OperatorPorts } from "../../ports/operators.js";

/** `what` is unique among the events of this type in the merge. */
export const mergeEvent = (
  { clock, operator }: Pick<OperatorPorts, "clock" | "operator">,
  type: (AuditEventType & `${string}.merge${string}`) | "identity.linked",
  merge: Merge,
  details: AuditDetails = {},
  what = details.systemAccountId ??
    details.legacyId ??
    `${merge.identity.provider}/${merge.identity.subject}`,
): AuditEvent => {
  const { userId, duplicateUserId, sub, email, identity } = merge;
  return auditEvent(type, {
    subject: userSubject(userId),
    key: `${userId}/${duplicateUserId}/${what}`,
    at: clock.now(),
    details: { userId, sub, email, provider: identity.provider, operator, ...details },
  });
};

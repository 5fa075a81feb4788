/**
 * Runs for every new session, before it is returned: one audit event, and a report if the sign-in is unusual.
 */
import { auditEvent, userSubject } from "../../domain/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import type { Session } from "../../ports/index.js";
import { type NewsDeps, reportUnusualSignIn } from "./report-unusual-sign-in.js";

/** `reason`: the method, if it was not a password. */
export const recordSignIn = async (
  deps: NewsDeps,
  { session, caller, reason }: { session: Session; caller: Caller; reason?: "code" | "link" },
): Promise<void> => {
  const { userId, sub, sessionId } = session.principal;
  await deps.audit.record(
    auditEvent("signin.succeeded", {
      subject: userSubject(userId ?? sub),
      key: sessionId,
      at: deps.clock.now(),
      details: { reason, userId, sub, sessionId, ...caller.facts },
    }),
  );
  await reportUnusualSignIn(deps, { session, caller });
};

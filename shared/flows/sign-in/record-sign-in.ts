/** What every door does with a session before it is handed over: one event, and what is new about it. */
import { auditEvent, userSubject } from "../../domain/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import type { Session } from "../../ports/index.js";
import { type NewsDeps, reportUnusualSignIn } from "./report-unusual-sign-in.js";

/** `reason`: how the person proved themselves, if not by password. */
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

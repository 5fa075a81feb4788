/**
 * Renews a session with its refresh token. The pool rotates the token. A token that is used again after its
 * grace period was copied, and an audit event records that.
 */
import { auditEvent, pseudonymSubject, userSubject } from "../../domain/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError } from "../../domain/errors.js";
import type { Ports, Session } from "../../ports/index.js";

export type RefreshDeps = Pick<Ports, "audit" | "clock" | "pseudonyms" | "userPool">;

/** @throws AuthError `session_expired`. */
export const refreshSession = async (
  deps: RefreshDeps,
  input: { refreshToken: string; caller: Caller },
): Promise<Session> => {
  const answer = await deps.userPool.refresh(input.refreshToken);
  const at = deps.clock.now();
  if (answer.kind === "refused") {
    const subject = pseudonymSubject(await deps.pseudonyms.of(input.refreshToken));
    const details = { reason: answer.reason, ...input.caller.facts };
    await deps.audit.record(
      auditEvent("session.refresh_refused", { subject, key: input.caller.requestId, at, details }),
    );
    throw new AuthError("session_expired");
  }
  const { sub, userId, sessionId, jti } = answer.session.principal;
  await deps.audit.record(
    auditEvent("session.refreshed", {
      subject: userSubject(userId ?? sub),
      key: jti,
      at,
      details: { userId, sub, sessionId, ...input.caller.facts },
    }),
  );
  return answer.session;
};

/**
 * A sign-in in a browser that has a session replaces it: the earlier one ends, alone (OWASP ASVS 5.0, 7.2.4). Its cookie is
 * overwritten anyway, so that nobody could end it from this browser.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { sessionCookieFrom } from "../../domain/browser-session.js";
import type { Ports } from "../../ports/index.js";
import { findSession } from "./refresh-browser-session.js";
import type { DeviceCaller } from "./sign-in-source.js";

export type ReplaceDeps = Pick<
  Ports,
  "audit" | "browserSessions" | "clock" | "metrics" | "sessionIds" | "sessions" | "tokenSeals" | "userPool"
>;

/** Never rejects: the new session is valid, and the earlier one ends when it is idle. */
export const endReplacedSession = async (
  deps: ReplaceDeps,
  { session: text, facts }: DeviceCaller,
): Promise<void> => {
  const cookie = text === undefined ? undefined : sessionCookieFrom(text);
  if (cookie === undefined) return;
  try {
    const session = await findSession(deps, cookie);
    if (session === undefined || session.ended) return;
    const { userId, sub, sessionId } = session;
    await deps.sessions.end(sessionId);
    const refreshToken = deps.tokenSeals.open(session.sealedToken, cookie.id);
    if (refreshToken !== undefined) await deps.userPool.revoke(refreshToken);
    await deps.audit.record(
      auditEvent("signout.completed", {
        subject: userSubject(userId),
        key: sessionId,
        at: deps.clock.now(),
        details: { reason: "replaced", userId, sub, sessionId, ...facts },
      }),
    );
  } catch {
    deps.metrics.count("session_not_replaced");
  }
};

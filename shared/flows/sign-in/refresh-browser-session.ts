/**
 * Renews the session of a browser: the pool rotates the refresh token in the row. Tabs of one browser refresh at the same
 * time. One of them stores the new state; the others find it, or get the same from the pool within its grace time.
 */
import { auditEvent, pseudonymSubject, userSubject } from "../../domain/audit/audit-event.js";
import { type BrowserSession, type SessionCookie, sessionCookieFrom } from "../../domain/browser-session.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError } from "../../domain/errors.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports } from "../../ports/index.js";
import type { InBrowser } from "../../ports/kept-session.js";
import { countAttempt } from "../count-attempt.js";
import { type BrowserSessionDeps, cookieOf, stateAfter } from "./browser-session.js";

export type RefreshBrowserDeps = BrowserSessionDeps & Pick<Ports, "audit" | "sessions" | "throttle">;

type Refresh = { readonly cookie: SessionCookie; readonly session: BrowserSession; readonly caller: Caller };

/** @throws AuthError `session_expired`, `too_many_requests`, `temporarily_unavailable`. */
export const refreshBrowserSession = async (
  deps: RefreshBrowserDeps,
  { cookie: text, caller }: { readonly cookie: string; readonly caller: Caller },
): Promise<InBrowser> => {
  const cookie = sessionCookieFrom(text);
  const session = cookie && (await findSession(deps, cookie));
  if (cookie === undefined || session === undefined) return refuseUnknown(deps, caller);
  const refresh = { cookie, session, caller };
  if (session.ended) return refuse(deps, refresh, "ended");
  const refreshToken = deps.tokenSeals.open(session.sealedToken, cookie.id);
  if (refreshToken === undefined) throw new AuthError("internal");

  const answer = await deps.userPool.refresh(refreshToken);
  if (answer.kind === "refused") return afterRefusal(deps, refresh, answer.reason);
  const { session: tokens } = answer;
  const next: BrowserSession = {
    ...session,
    version: session.version + 1,
    ...stateAfter(deps, tokens, { ...session, id: cookie.id }),
  };
  const [stored] = await Promise.all([
    deps.browserSessions.refresh(next),
    deps.audit.record(
      auditEvent("session.refreshed", {
        subject: userSubject(session.userId),
        key: tokens.principal.jti,
        at: deps.clock.now(),
        details: factsOf(refresh),
      }),
    ),
  ]);
  if (stored === "stored")
    return { session: next, facts: tokens.facts, cookie: cookieOf(deps, cookie.id, next) };
  const current = await findSession(deps, cookie);
  if (current === undefined || current.ended) return refuse(deps, refresh, "ended");
  // Another tab has stored its tokens. Ours are dropped: no client has them.
  return { session: current, facts: tokens.facts, cookie: cookieOf(deps, cookie.id, current) };
};

export const findSession = (
  { browserSessions, sessionIds }: Pick<Ports, "browserSessions" | "sessionIds">,
  { id, userId }: SessionCookie,
) => browserSessions.find({ sessionId: sessionIds.digestOf(id), userId });

const afterRefusal = async (
  deps: RefreshBrowserDeps,
  refresh: Refresh,
  reason: "expired" | "reused" | "suspended",
): Promise<never> => {
  const { session, cookie } = refresh;
  const current = await findSession(deps, cookie);
  // The token was replaced while the pool was asked, and its grace time is over: the row has a newer one.
  if (current !== undefined && !current.ended && current.version !== session.version)
    throw new AuthError("temporarily_unavailable", { retryAfterSeconds: 1 });
  await deps.sessions.end(session.sessionId);
  return refuse(deps, refresh, reason === "reused" ? "expired" : reason);
};

const factsOf = ({ session: { userId, sub, sessionId }, caller }: Refresh) => ({
  ...{ userId, sub, sessionId },
  ...caller.facts,
});

/** Recorded once per session and reason, because a client may repeat its request without end. */
const refuse = async (
  deps: RefreshBrowserDeps,
  refresh: Refresh,
  reason: "ended" | "expired" | "suspended",
): Promise<never> => {
  const { userId, sessionId } = refresh.session;
  await deps.audit.record(
    auditEvent("session.refresh_refused", {
      subject: userSubject(userId),
      key: `${sessionId}/${reason}`,
      at: deps.clock.now(),
      details: { reason, ...factsOf(refresh) },
    }),
  );
  throw new AuthError("session_expired");
};

/** A cookie without a row identifies no user: it was invented, or its row has expired. */
const refuseUnknown = async (deps: RefreshBrowserDeps, caller: Caller): Promise<never> => {
  await countAttempt(deps, THROTTLES.forgedSessionPerNetwork, caller.network);
  await deps.audit.record(
    auditEvent("session.refresh_refused", {
      subject: pseudonymSubject(await deps.pseudonyms.of(caller.network)),
      key: caller.requestId,
      at: deps.clock.now(),
      details: { reason: "unknown", ...caller.facts },
    }),
  );
  throw new AuthError("session_expired");
};

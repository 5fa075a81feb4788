/**
 * Signs a user out: with an access token, or with the refresh token or the cookie of a session that has not ended, all
 * sessions of the user end, on all pool users. Access tokens end as the stage's revocation setting says. Signing out twice
 * is not an error, nor is signing out without a credential, or with a cookie whose session has ended.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { type SessionCookie, sessionCookieFrom } from "../../domain/browser-session.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError } from "../../domain/errors.js";
import type { SessionToken } from "../../domain/session.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Principal } from "../../domain/token-rules.js";
import type { Ports } from "../../ports/index.js";
import { countAttempt } from "../count-attempt.js";
import { type EndAllDeps, endAllSessions } from "./end-all-sessions.js";
import { findSession } from "./refresh-browser-session.js";
import { readSessionToken } from "./session-token.js";

export type SignOutDeps = EndAllDeps &
  Pick<
    Ports,
    | "audit"
    | "browserSessions"
    | "clock"
    | "pseudonyms"
    | "sessionIds"
    | "throttle"
    | "tokenSeals"
    | "tokens"
    | "tokenUserPool"
  >;

/** @throws AuthError `session_expired` if the request has a credential and it ends no session; `too_many_requests`. */
export const signOut = async (
  deps: SignOutDeps,
  input: {
    readonly accessToken?: string | undefined;
    readonly sessionToken?: string | undefined;
    /** Empty for several cookies, of which none counts. */
    readonly cookie?: string | undefined;
    readonly caller: Caller;
  },
): Promise<void> => {
  const { accessToken, sessionToken, cookie: cookieText, caller } = input;
  const token = sessionToken === undefined ? undefined : await readSessionToken(deps, sessionToken);
  const cookie = cookieText === undefined ? undefined : sessionCookieFrom(cookieText);
  // First, because they need no signing keys: if these cannot be fetched, at least the sessions of this user end.
  const endedInBrowser = cookie === undefined ? undefined : await endByCookie(deps, cookie);
  if (endedInBrowser !== undefined) await record(deps, caller, endedInBrowser);
  const ended = token === undefined ? undefined : await endByToken(deps, token);
  const principal = await verifiedPrincipal(deps, accessToken);
  if (principal !== undefined) {
    if (ended === undefined || ended.userId !== principal.userId) await endAllSessions(deps, principal);
    // The clock of the pool may be ahead of ours, so this session is ended by its id as well.
    await deps.sessions.end(principal.sessionId);
    await record(deps, caller, principal);
  }
  if (ended !== undefined && ended.sessionId !== principal?.sessionId) await record(deps, caller, ended);
  if (token !== undefined || principal !== undefined || cookieText) return;
  if (sessionToken !== undefined) await countAttempt(deps, THROTTLES.forgedSessionPerNetwork, caller.network);
  if ([accessToken, sessionToken, cookieText].some((given) => given !== undefined))
    throw new AuthError("session_expired");
};

/**
 * The token of a session that has ended ends no other sessions, which may have begun since. It completes a sign-out that
 * failed after the rows had ended: its refresh token is revoked, and the sign-out is recorded.
 */
const endByToken = async (deps: SignOutDeps, token: SessionToken): Promise<SignedOut> => {
  const { userId, sessionId, refreshToken } = token;
  const stored = await deps.sessions.find(token);
  if (stored?.ended !== true) await endAllSessions(deps, { userId, sub: stored?.sub });
  await deps.tokenUserPool.revoke(refreshToken);
  await deps.sessions.end(sessionId);
  return { userId, sub: stored?.sub, sessionId };
};

/** As `endByToken`. Undefined if there never was such a session. */
const endByCookie = async (deps: SignOutDeps, cookie: SessionCookie): Promise<SignedOut | undefined> => {
  const session = await findSession(deps, cookie);
  if (session === undefined) return undefined;
  const { userId, sub, sessionId } = session;
  if (!session.ended) await endAllSessions(deps, { userId, sub });
  const refreshToken = deps.tokenSeals.open(session.sealedToken, cookie.id);
  if (refreshToken !== undefined) await deps.userPool.revoke(refreshToken);
  await deps.sessions.end(sessionId);
  return { userId, sub, sessionId };
};

const verifiedPrincipal = async (
  deps: SignOutDeps,
  token: string | undefined,
): Promise<Principal | undefined> => {
  if (token === undefined) return undefined;
  const verdict = await deps.tokens.verify(token);
  return verdict.kind === "valid" ? verdict.principal : undefined;
};

type SignedOut = {
  readonly userId?: string | undefined;
  readonly sub?: string | undefined;
  readonly sessionId: string;
};

// Keyed by session, not by request: a repeated sign-out adds no second event, and can complete a first attempt that died
// before this line.
const record = (deps: SignOutDeps, caller: Caller, { userId, sub, sessionId }: SignedOut): Promise<void> =>
  deps.audit.record(
    auditEvent("signout.completed", {
      subject: userSubject(userId ?? sub ?? sessionId),
      key: sessionId,
      at: deps.clock.now(),
      details: { reason: "global", userId, sub, sessionId, ...caller.facts },
    }),
  );

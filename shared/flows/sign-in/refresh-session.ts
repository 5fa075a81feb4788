/**
 * Renews a session with its refresh token. The pool rotates the token, and the session's row names the one that is
 * current. Parallel refreshes of one token each get new access tokens, and all get the same next refresh token, so that
 * one chain remains. A token that is used after its grace time was copied: the session ends for every holder.
 */

import { auditEvent, pseudonymSubject, userSubject } from "../../domain/audit/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError } from "../../domain/errors.js";
import { secondsAt } from "../../domain/seconds.js";
import {
  refreshed,
  rotationWait,
  type SessionToken,
  type StoredSession,
  standingOf,
} from "../../domain/session.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Session, Settings } from "../../ports/index.js";
import { countAttempt } from "../count-attempt.js";
import { boundToken, readSessionToken, withSessionToken } from "./session-token.js";
import { storedSession } from "./stored-session.js";

export type RefreshDeps = Pick<
  Ports,
  "audit" | "clock" | "pseudonyms" | "sessions" | "throttle" | "tokenSeals" | "tokenUserPool"
> &
  Pick<Settings, "lifetime">;

type Refresh = { readonly token: SessionToken; readonly caller: Caller };
type Found = Awaited<ReturnType<Ports["sessions"]["find"]>>;

/** @throws AuthError `session_expired`, `too_many_requests`. */
export const refreshSession = async (
  deps: RefreshDeps,
  { token: text, caller }: { readonly token: string; readonly caller: Caller },
): Promise<Session> => {
  const token = await readSessionToken(deps, text);
  if (token === undefined) return refuseForged(deps, caller);
  const refresh = { token, caller };
  const stored = await deps.sessions.find(token);
  if (stored?.ended === true) return refuse(deps, refresh, "ended", stored);
  const now = secondsAt(deps.clock.now());
  const standing = stored === undefined ? undefined : standingOf(stored, token.hash, now);
  if (standing === "reused") return endReused(deps, refresh, stored);
  // Before the pool is called, which would replace the token.
  const retryAfterSeconds = stored !== undefined && standing === "current" ? rotationWait(stored, now) : 0;
  if (retryAfterSeconds > 0) throw new AuthError("too_many_requests", { retryAfterSeconds });

  const answer = await deps.tokenUserPool.refresh(token.refreshToken);
  if (answer.kind === "refused")
    return answer.reason === "reused"
      ? endReused(deps, refresh, stored)
      : refuse(deps, refresh, answer.reason, stored);
  const { sub, userId, sessionId, jti } = answer.session.principal;
  const [session] = await Promise.all([
    keptToken(deps, refresh, stored, answer.session),
    deps.audit.record(
      auditEvent("session.refreshed", {
        subject: userSubject(userId ?? sub),
        key: jti,
        at: deps.clock.now(),
        details: { userId, sub, sessionId, ...caller.facts },
      }),
    ),
  ]);
  return session ?? refuse(deps, refresh, "ended", stored);
};

/**
 * The session with the refresh token that its row names. Without one, the client keeps the token that it has. Undefined
 * if the session ended in the meantime.
 */
const keptToken = async (
  deps: RefreshDeps,
  { token, caller }: Refresh,
  stored: Found,
  session: Session,
): Promise<Session | undefined> => {
  const { refreshToken, principal } = session;
  if (refreshToken === undefined) return session;
  if (stored === undefined || stored.tokenHash === token.hash) {
    const successor = await boundToken(deps, { ...token, refreshToken });
    const before = stored ?? (await unstored(deps, { token, caller }, principal));
    const next = refreshed(
      before,
      {
        hash: token.hash,
        successorHash: successor.hash,
        successor: deps.tokenSeals.seal(refreshToken, token.refreshToken),
      },
      secondsAt(deps.clock.now()),
    );
    if (stored !== undefined && (await deps.sessions.refresh(next)) === "stored")
      return withSessionToken(session, successor);
    if (stored === undefined) await deps.sessions.create(next);
  }
  // Another request has replaced the token, or the session was not stored: the token of the row is valid. The pool's
  // new token is dropped: no client has it, and no endpoint accepts it.
  const current = await deps.sessions.find(token);
  if (current === undefined || current.ended) return undefined;
  const next = await currentToken(deps, token, current);
  return next === undefined ? { ...session, refreshToken: undefined } : withSessionToken(session, next);
};

/** A session whose sign-in could not store it. */
const unstored = async (
  deps: RefreshDeps,
  { token, caller }: Refresh,
  principal: Session["principal"],
): Promise<StoredSession> => {
  const { sessionId, userId, hash: tokenHash } = token;
  const row = await storedSession(deps, { principal, caller, tokenHash });
  return { ...row, sessionId, userId, version: 0 };
};

/** Follows the successors of a replaced token to the current one. */
const currentToken = async (
  deps: RefreshDeps,
  token: SessionToken,
  { replaced, tokenHash }: StoredSession,
): Promise<SessionToken | undefined> => {
  let reached = token;
  for (const { hash, successor } of replaced) {
    if (hash !== reached.hash) continue;
    const refreshToken = deps.tokenSeals.open(successor, reached.refreshToken);
    if (refreshToken === undefined) return undefined;
    reached = await boundToken(deps, { ...token, refreshToken });
  }
  return reached.hash === tokenHash ? reached : undefined;
};

const endReused = async (deps: RefreshDeps, { token, caller }: Refresh, stored: Found): Promise<never> => {
  const { sessionId, userId, refreshToken } = token;
  await deps.sessions.end(sessionId);
  await deps.audit.record(
    auditEvent("session.reused", {
      subject: userSubject(userId),
      key: sessionId,
      at: deps.clock.now(),
      details: { userId, sub: stored?.sub, sessionId, ...caller.facts },
    }),
  );
  // The row has ended the session already: if the pool fails here, its tokens are still refused.
  await deps.tokenUserPool.revoke(refreshToken).catch(() => undefined);
  throw new AuthError("session_expired");
};

/** Recorded once per session and reason, because a client may repeat its request without end. */
const refuse = async (
  deps: RefreshDeps,
  { token, caller }: Refresh,
  reason: "ended" | "expired" | "suspended",
  stored: Found,
): Promise<never> => {
  const { sessionId, userId } = token;
  await deps.audit.record(
    auditEvent("session.refresh_refused", {
      subject: userSubject(userId),
      key: `${sessionId}/${reason}`,
      at: deps.clock.now(),
      details: { reason, userId, sub: stored?.sub, sessionId, ...caller.facts },
    }),
  );
  throw new AuthError("session_expired");
};

/** A token that the service did not issue identifies no user. It is counted and recorded by network. */
const refuseForged = async (deps: RefreshDeps, caller: Caller): Promise<never> => {
  await countAttempt(deps, THROTTLES.forgedSessionPerNetwork, caller.network);
  await deps.audit.record(
    auditEvent("session.refresh_refused", {
      subject: pseudonymSubject(await deps.pseudonyms.of(caller.network)),
      key: caller.requestId,
      at: deps.clock.now(),
      details: { reason: "forged", ...caller.facts },
    }),
  );
  throw new AuthError("session_expired");
};

/**
 * Signs a user out. With an access token, all sessions of the user end, on all pool users. Without a valid one, only the
 * session of the refresh token ends. Access tokens end as the stage's revocation setting says. Signing out twice is not
 * an error, nor is signing out without a credential.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError } from "../../domain/errors.js";
import type { SessionToken } from "../../domain/session.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Principal } from "../../domain/token-rules.js";
import type { Ports } from "../../ports/index.js";
import { countAttempt } from "../count-attempt.js";
import { type EndAllDeps, endAllSessions } from "./end-all-sessions.js";
import { readSessionToken } from "./session-token.js";

export type SignOutDeps = EndAllDeps & Pick<Ports, "audit" | "clock" | "pseudonyms" | "throttle" | "tokens">;

/** @throws AuthError `session_expired` if the request has a credential and it ends no session; `too_many_requests`. */
export const signOut = async (
  deps: SignOutDeps,
  input: {
    readonly accessToken?: string | undefined;
    readonly sessionToken?: string | undefined;
    readonly caller: Caller;
  },
): Promise<void> => {
  const { accessToken, sessionToken, caller } = input;
  const token = sessionToken === undefined ? undefined : await readSessionToken(deps, sessionToken);
  // First, because it needs no signing keys: if they cannot be fetched, at least this session ends.
  const ended = token !== undefined && (await endSession(deps, token));
  const principal = await verifiedPrincipal(deps, accessToken);
  if (principal !== undefined) {
    await endAllSessions(deps, principal);
    // The clock of the pool may be ahead of ours, so this session is ended by its id as well.
    await deps.sessions.end(principal.sessionId);
    return record(deps, caller, { reason: "global", ...principal });
  }
  if (token !== undefined) return ended ? record(deps, caller, { reason: "session", ...token }) : undefined;
  if (sessionToken !== undefined) await countAttempt(deps, THROTTLES.forgedSessionPerNetwork, caller.network);
  if (sessionToken !== undefined || accessToken !== undefined) throw new AuthError("session_expired");
};

/** False if the session had ended before. */
const endSession = async (deps: SignOutDeps, token: SessionToken): Promise<boolean> => {
  const stored = await deps.sessions.find(token);
  if (stored?.ended === true) return false;
  await deps.userPool.revoke(token.refreshToken);
  await deps.sessions.end(token.sessionId);
  return true;
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
  readonly reason: "global" | "session";
  readonly userId?: string | undefined;
  readonly sub?: string;
  readonly sessionId: string;
};

// Keyed by session, not by request: a repeated sign-out adds no second event, and can complete a first attempt that died
// before this line.
const record = (
  deps: SignOutDeps,
  caller: Caller,
  { reason, userId, sub, sessionId }: SignedOut,
): Promise<void> =>
  deps.audit.record(
    auditEvent("signout.completed", {
      subject: userSubject(userId ?? sub ?? sessionId),
      key: sessionId,
      at: deps.clock.now(),
      details: { reason, userId, sub, sessionId, ...caller.facts },
    }),
  );

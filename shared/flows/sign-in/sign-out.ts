/**
 * Signs a user out of all sessions. Revokes every refresh token at once; access tokens end as the stage's
 * revocation setting says. If the access token has expired, only the session of the cookie is revoked.
 * Signing out twice is not an error, nor is signing out without a credential.
 */
import { auditEvent, pseudonymSubject, userSubject } from "../../domain/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError } from "../../domain/errors.js";
import type { Principal } from "../../domain/token-rules.js";
import type { Ports } from "../../ports/index.js";

export type SignOutDeps = Pick<
  Ports,
  "audit" | "clock" | "endedSessions" | "pseudonyms" | "tokens" | "userPool"
>;

/** @throws AuthError `session_expired` if the request has a credential and it ends no session. */
export const signOut = async (
  deps: SignOutDeps,
  input: { accessToken?: string | undefined; refreshToken?: string | undefined; caller: Caller },
): Promise<void> => {
  // First, because it needs no signing keys: if they cannot be fetched, at least this session is revoked.
  if (input.refreshToken !== undefined) await deps.userPool.revoke(input.refreshToken);
  const principal = await verifiedPrincipal(deps, input.accessToken);
  if (!principal && input.accessToken !== undefined && input.refreshToken === undefined)
    throw new AuthError("session_expired");
  if (principal && input.accessToken !== undefined) {
    await deps.userPool.signOutEverywhere(input.accessToken);
    // endAllOf treats tokens of the current second as new, so this session is ended by its id as well.
    await deps.endedSessions.endAllOf(principal.sub);
    await deps.endedSessions.end(principal.sessionId);
    await recordEverywhere(deps, principal, input.caller);
  }
  if (!principal && input.refreshToken !== undefined) {
    await recordSession(deps, input.refreshToken, input.caller);
  }
};

const verifiedPrincipal = async (
  deps: SignOutDeps,
  token: string | undefined,
): Promise<Principal | undefined> => {
  if (token === undefined) return undefined;
  const verdict = await deps.tokens.verify(token);
  return verdict.kind === "valid" ? verdict.principal : undefined;
};

const recordEverywhere = (deps: SignOutDeps, principal: Principal, caller: Caller): Promise<void> => {
  const { sub, userId, sessionId } = principal;
  return deps.audit.record(
    auditEvent("signout.completed", {
      subject: userSubject(userId ?? sub),
      // Keyed by session, not by request: a repeated sign-out adds no second event, and can complete a first
      // attempt that died before this line.
      key: sessionId,
      at: deps.clock.now(),
      details: { reason: "global", userId, sub, sessionId, ...caller.facts },
    }),
  );
};

// A refresh token does not name its user: the event is recorded under the token's pseudonym, once per token.
const recordSession = async (deps: SignOutDeps, refreshToken: string, caller: Caller): Promise<void> => {
  const pseudonym = await deps.pseudonyms.of(refreshToken);
  await deps.audit.record(
    auditEvent("signout.completed", {
      subject: pseudonymSubject(pseudonym),
      key: pseudonym,
      at: deps.clock.now(),
      details: { reason: "session", ...caller.facts },
    }),
  );
};

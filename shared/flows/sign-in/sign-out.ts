/**
 * Signs a person out everywhere: every refresh token of the user is dead afterwards, and so is every access
 * token as soon as the stage's setting for revocation says. A caller whose
 * access token has already expired still gets the one session revoked that the cookie stands for.
 * Signing out twice is no error.
 */
import { auditEvent, pseudonymSubject, userSubject } from "../../domain/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import type { Principal } from "../../domain/token-rules.js";
import type { Ports } from "../../ports/index.js";

export type SignOutDeps = Pick<
  Ports,
  "audit" | "clock" | "endedSessions" | "pseudonyms" | "tokens" | "userPool"
>;

export const signOut = async (
  deps: SignOutDeps,
  input: { accessToken?: string | undefined; refreshToken?: string | undefined; caller: Caller },
): Promise<void> => {
  // First what needs no keys: should they be out of reach, this session at least is over.
  if (input.refreshToken !== undefined) await deps.userPool.revoke(input.refreshToken);
  const principal = await verifiedPrincipal(deps, input.accessToken);
  if (principal && input.accessToken !== undefined) {
    await deps.userPool.signOutEverywhere(input.accessToken);
    // Those of the same second count as new: this session is named by itself.
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
      // The session, not the request: a repeated sign-out of one session is one event, and a first try
      // that died before this line is made up for by the second.
      key: sessionId,
      at: deps.clock.now(),
      details: { reason: "global", userId, sub, sessionId, ...caller.facts },
    }),
  );
};

// A refresh token does not say whose it is: the event stands under its pseudonym, once per token.
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

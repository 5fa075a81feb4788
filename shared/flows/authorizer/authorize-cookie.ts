/**
 * Authorizes a request with the cookie of a session. The pool is never called: the row says until when the last tokens
 * count, and a session that is older must be refreshed first.
 */
import type { AccessDecision, AccessRequest } from "../../domain/access.js";
import { secondsAt } from "../../domain/seconds.js";
import { askedAccount, type DecideDeps, decideAccess, denyUser } from "./decide-access.js";
import { type ReadBrowserDeps, readBrowserSession } from "./read-browser-session.js";

export type CookieDeps = DecideDeps & ReadBrowserDeps;

/** @throws AuthError `temporarily_unavailable` if the tables cannot be read. */
export const authorizeCookie = async (
  deps: CookieDeps,
  request: AccessRequest,
  cookie: string,
): Promise<AccessDecision> => {
  const read = await readBrowserSession(deps, cookie, (activeAccountId) => {
    const asked = askedAccount(request, { activeAccountId });
    return "accountId" in asked ? asked.accountId : undefined;
  });
  if (read === undefined) return { kind: "unauthenticated", reason: "session_unknown" };
  const { session, standing } = read;
  if (session.ended) return { kind: "unauthenticated", reason: "session_ended" };
  if (session.validUntilSeconds <= secondsAt(deps.clock.now()))
    return { kind: "unauthenticated", reason: "session_expired" };
  const { userId, sub, username, sessionId, activeAccountId, scopes } = session;
  const user = { userId, sub, username, sessionId, activeAccountId, scopes, credential: "cookie" } as const;
  if (request.fromSite !== true) return denyUser(deps, request, user, { reason: "cross_site" });
  return decideAccess(deps, request, user, { asked: askedAccount(request, session), standing });
};

/**
 * Authorizes a request with the cookie of a session. The pool is never called: the row says until when the last tokens
 * count, and a session that is older must be refreshed first. User and account in the cookie only say which rows to read.
 */
import type { AccessDecision, AccessRequest } from "../../domain/access.js";
import { sessionCookieFrom } from "../../domain/browser-session.js";
import { secondsAt } from "../../domain/seconds.js";
import type { AccessRecords, BrowserAccessRecord } from "../../ports/access.js";
import type { SessionIds } from "../../ports/browser-sessions.js";
import { askedAccount, type DecideDeps, decideAccess, denyUser } from "./decide-access.js";

export type CookieDeps = DecideDeps & { readonly access: AccessRecords; readonly sessionIds: SessionIds };

/** @throws AuthError `temporarily_unavailable` if the tables cannot be read. */
export const authorizeCookie = async (
  deps: CookieDeps,
  request: AccessRequest,
  text: string,
): Promise<AccessDecision> => {
  const cookie = sessionCookieFrom(text);
  if (cookie === undefined) return { kind: "unauthenticated", reason: "malformed" };
  const key = { sessionId: deps.sessionIds.digestOf(cookie.id), userId: cookie.userId };
  const read = (account: { readonly activeAccountId?: string | undefined }) => {
    const asked = askedAccount(request, account);
    const systemAccountId = "accountId" in asked ? asked.accountId : undefined;
    return { asked, systemAccountId, found: deps.access.readBrowser({ ...key, systemAccountId }) };
  };
  const guess = read({ activeAccountId: cookie.systemAccountId });
  const { session, ...record } = await guess.found;
  if (session === undefined) return { kind: "unauthenticated", reason: "session_unknown" };
  if (session.ended) return { kind: "unauthenticated", reason: "session_ended" };
  if (session.validUntilSeconds <= secondsAt(deps.clock.now()))
    return { kind: "unauthenticated", reason: "session_expired" };
  const user = { ...session, credential: "cookie" } as const;
  if (request.fromSite !== true) return denyUser(deps, request, user, { reason: "cross_site" });

  // The account in the cookie is out of date if the answer to the last refresh was lost.
  const asked = askedAccount(request, session);
  const isGuessed = "reason" in asked || asked.accountId === guess.systemAccountId;
  const { standing }: Pick<BrowserAccessRecord, "standing"> = isGuessed ? record : await read(session).found;
  return decideAccess(deps, request, user, { asked, standing });
};

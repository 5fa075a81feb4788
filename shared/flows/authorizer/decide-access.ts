/**
 * Decides on the request of an authenticated user: an ACTIVE member of the requested account, or a user on a route that
 * needs none. Any other status is denied.
 */
import type { AccessContext, AccessDecision, AccessRequest, DenyReason } from "../../domain/access.js";
import { type ActiveStanding, judgeStanding, type Standing } from "../../domain/account.js";
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { isLeaving, needsAccount, requestedAccount } from "../../domain/route-access.js";
import { isId } from "../../domain/text.js";
import type { Principal } from "../../domain/token-rules.js";
import type { Ports } from "../../ports/index.js";

export type DecideDeps = Pick<Ports, "audit" | "clock">;

/** An authenticated user. */
export type AccessUser = Pick<Principal, "sub" | "username" | "sessionId" | "activeAccountId" | "scopes"> & {
  readonly userId: string;
  readonly credential: "token" | "cookie";
};

/** `standing`: in the requested account, as `asked` names it. */
export const decideAccess = async (
  deps: DecideDeps,
  request: AccessRequest,
  user: AccessUser,
  { asked, standing }: { readonly asked: Asked; readonly standing: Standing },
): Promise<AccessDecision> => {
  if ("reason" in asked) return denyUser(deps, request, user, asked);
  const { accountId } = asked;
  if (accountId === undefined) return withoutAccount(deps, request, user, standing);

  const judged = judgeStanding(standing);
  if (
    standing.membership?.status === "REMOVED" &&
    isLeaving(request.routeKey, request.userInPath, user.userId)
  )
    return withoutAccount(deps, request, user, standing);
  // Routes without an account stay open to a user who lost the token's account, so that they can select
  // another.
  if (judged.kind === "refused" && !asked.named && !needsAccount(request.routeKey))
    return withoutAccount(deps, request, user, standing);
  if (judged.kind === "refused")
    return denyUser(deps, request, user, { reason: judged.reason, account: standing.account });
  return { kind: "allow", context: contextOf(user, judged.standing) };
};

export type Asked =
  | { readonly accountId: string | undefined; readonly named: boolean }
  | { readonly reason: DenyReason };

/** The requested account: the one that the request names, else the user's active account. */
export const askedAccount = (
  request: AccessRequest,
  { activeAccountId }: Pick<Principal, "activeAccountId">,
): Asked => {
  const requested = requestedAccount(request.accountInPath, request.accountInHeader);
  if (requested.kind === "contradiction") return { reason: "account_contradiction" };
  const accountId = requested.kind === "account" ? requested.id : activeAccountId;
  if (accountId !== undefined && !isId(accountId)) return { reason: "not_a_member" };
  if (accountId === undefined && needsAccount(request.routeKey)) return { reason: "account_missing" };
  return { accountId, named: requested.kind === "account" };
};

const withoutAccount = async (
  deps: DecideDeps,
  request: AccessRequest,
  user: AccessUser,
  { profile }: Standing,
): Promise<AccessDecision> =>
  profile?.status === "ACTIVE"
    ? { kind: "allow", context: contextOf(user, { profile }) }
    : denyUser(deps, request, user, { reason: "user_inactive" });

const contextOf = (
  user: AccessUser,
  standing: Pick<ActiveStanding, "profile"> & Partial<ActiveStanding>,
): AccessContext => ({
  user_id: user.userId,
  username: user.username,
  email: standing.profile.email,
  system_account_id: standing.account?.systemAccountId ?? "",
  visible_account_id: standing.account?.visibleAccountId ?? "",
  cell_id: standing.account?.cellId ?? "",
  role: standing.membership?.role ?? "",
  scopes: user.scopes.join(" "),
  credential: user.credential,
  sub: user.sub,
  session_id: user.sessionId,
  key_id: "",
});

/** Denies and audits. A user without an id is one that the directory does not know. */
export const denyUser = async (
  deps: DecideDeps,
  request: AccessRequest,
  { userId, sub, sessionId }: Pick<Principal, "userId" | "sub" | "sessionId">,
  why: { readonly reason: DenyReason; readonly account?: Standing["account"] },
): Promise<AccessDecision> => {
  const caller = await request.callerOf();
  await deps.audit.record(
    auditEvent("access.denied", {
      subject: userSubject(userId ?? sub),
      key: caller.requestId,
      at: deps.clock.now(),
      details: {
        reason: why.reason,
        userId,
        sub,
        sessionId,
        // Only of an account that exists: a caller can send any text as an id.
        systemAccountId: why.account?.systemAccountId,
        route: request.routeKey,
        ...caller.facts,
      },
    }),
  );
  return { kind: "deny", reason: why.reason };
};

/**
 * Authorizes a request with an access token. The token must be valid, its session not ended, and the user an
 * ACTIVE member of the requested account. Any other status is denied.
 */
import type { AccessContext, AccessDecision, AccessRequest, DenyReason } from "../../domain/access.js";
import { type ActiveStanding, judgeStanding, type Standing } from "../../domain/account.js";
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { isLeaving, needsAccount, requestedAccount } from "../../domain/route-access.js";
import { isId } from "../../domain/text.js";
import type { Principal } from "../../domain/token-rules.js";
import type { AccessRecords } from "../../ports/access.js";
import type { Ports } from "../../ports/index.js";

export type TokenDeps = Pick<Ports, "audit" | "clock" | "tokens"> & { readonly access: AccessRecords };

/** @throws AuthError `temporarily_unavailable` if the signing keys or the tables cannot be read. */
export const authorizeToken = async (
  deps: TokenDeps,
  request: AccessRequest,
  token: string,
): Promise<AccessDecision> => {
  const verdict = await deps.tokens.verify(token);
  if (verdict.kind === "invalid") return { kind: "unauthenticated", reason: verdict.reason };
  const { principal } = verdict;
  const userId = principal.userId ?? (await deps.access.userIdBySub(principal.sub));
  if (userId === undefined) return deny(deps, request, principal, { reason: "user_unknown" });

  const asked = askedAccount(request, principal);
  const { standing, sessionEnded } = await deps.access.read({
    userId,
    systemAccountId: "accountId" in asked ? asked.accountId : undefined,
    session: principal,
  });
  if (sessionEnded) return { kind: "unauthenticated", reason: "session_ended" };
  if ("reason" in asked) return deny(deps, request, principal, { ...asked, userId });
  const { accountId } = asked;
  if (accountId === undefined) return withoutAccount(deps, request, principal, { userId, standing });

  const judged = judgeStanding(standing);
  if (standing.membership?.status === "REMOVED" && isLeaving(request.routeKey, request.userInPath, userId))
    return withoutAccount(deps, request, principal, { userId, standing });
  // Routes without an account stay open to a user who lost the token's account, so that they can select
  // another.
  if (judged.kind === "refused" && !asked.named && !needsAccount(request.routeKey))
    return withoutAccount(deps, request, principal, { userId, standing });
  if (judged.kind === "refused")
    return deny(deps, request, principal, { reason: judged.reason, userId, account: standing.account });
  return { kind: "allow", context: contextOf(principal, userId, judged.standing) };
};

type Asked =
  | { readonly accountId: string | undefined; readonly named: boolean }
  | { readonly reason: DenyReason };

/** The requested account: the one that the request names, else the token's active account. */
const askedAccount = (request: AccessRequest, { activeAccountId }: Principal): Asked => {
  const requested = requestedAccount(request.accountInPath, request.accountInHeader);
  if (requested.kind === "contradiction") return { reason: "account_contradiction" };
  const accountId = requested.kind === "account" ? requested.id : activeAccountId;
  if (accountId !== undefined && !isId(accountId)) return { reason: "not_a_member" };
  if (accountId === undefined && needsAccount(request.routeKey)) return { reason: "account_missing" };
  return { accountId, named: requested.kind === "account" };
};

const withoutAccount = async (
  deps: TokenDeps,
  request: AccessRequest,
  principal: Principal,
  { userId, standing: { profile } }: { userId: string; standing: Standing },
): Promise<AccessDecision> => {
  if (profile?.status !== "ACTIVE")
    return deny(deps, request, principal, { reason: "user_inactive", userId });
  return { kind: "allow", context: contextOf(principal, userId, { profile }) };
};

const contextOf = (
  principal: Principal,
  userId: string,
  standing: Pick<ActiveStanding, "profile"> & Partial<ActiveStanding>,
): AccessContext => ({
  user_id: userId,
  username: principal.username,
  email: standing.profile.email,
  system_account_id: standing.account?.systemAccountId ?? "",
  visible_account_id: standing.account?.visibleAccountId ?? "",
  cell_id: standing.account?.cellId ?? "",
  role: standing.membership?.role ?? "",
  scopes: principal.scopes.join(" "),
  credential: "token",
  sub: principal.sub,
  session_id: principal.sessionId,
  key_id: "",
});

const deny = async (
  deps: TokenDeps,
  request: AccessRequest,
  principal: Principal,
  why: { reason: DenyReason; userId?: string; account?: Standing["account"] },
): Promise<AccessDecision> => {
  const caller = await request.callerOf();
  await deps.audit.record(
    auditEvent("access.denied", {
      subject: userSubject(why.userId ?? principal.sub),
      key: caller.requestId,
      at: deps.clock.now(),
      details: {
        reason: why.reason,
        userId: why.userId,
        sub: principal.sub,
        sessionId: principal.sessionId,
        // Only of an account that exists: a caller can send any text as an id.
        systemAccountId: why.account?.systemAccountId,
        route: request.routeKey,
        ...caller.facts,
      },
    }),
  );
  return { kind: "deny", reason: why.reason };
};

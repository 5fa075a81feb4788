/**
 * Decides whether a request may pass to an API function: a valid access token and ACTIVE membership of
 * the requested account, or a good API key of it. Every input ends as allowed, denied or unauthenticated;
 * when the answer cannot be known the flow rejects, and the gateway answers 500.
 */
import type { AccessContext, AccessDecision, AccessRequest, DenyReason } from "../domain/access.js";
import { type ActiveStanding, judgeStanding } from "../domain/account.js";
import { auditEvent, userSubject } from "../domain/audit-event.js";
import { isAccountId, needsAccount, requestedAccount } from "../domain/route-access.js";
import type { Principal } from "../domain/token-rules.js";
import type { AccessDirectory, Ports } from "../ports.js";
import type { KeyDeps } from "./authenticate-key.js";
import { authorizeKey } from "./authorize-key.js";

export type AuthorizeDeps = Pick<Ports, "tokens"> & KeyDeps & { readonly directory: AccessDirectory };
type Deps = Pick<Ports, "audit" | "clock"> & { readonly directory: AccessDirectory };

export const authorizeRequest = async (
  deps: AuthorizeDeps,
  request: AccessRequest,
): Promise<AccessDecision> => {
  const { credential } = request;
  if (credential.kind === "none") return { kind: "unauthenticated", reason: "missing" };
  if (credential.kind === "refused") return { kind: "unauthenticated", reason: credential.reason };
  if (credential.kind === "key") return authorizeKey(deps, request, credential.key);
  const verdict = await deps.tokens.verify(credential.token);
  if (verdict.kind === "invalid") return { kind: "unauthenticated", reason: verdict.reason };
  return decideAccount(deps, request, verdict.principal);
};

const decideAccount = async (
  deps: Deps,
  request: AccessRequest,
  principal: Principal,
): Promise<AccessDecision> => {
  const userId = principal.userId ?? (await deps.directory.userIdBySub(principal.sub));
  if (userId === undefined) return deny(deps, request, principal, { reason: "user_unknown" });

  const requested = requestedAccount(request.accountInPath, request.accountInHeader);
  if (requested.kind === "contradiction") {
    return deny(deps, request, principal, { reason: "account_contradiction", userId });
  }
  const accountId = requested.kind === "account" ? requested.id : principal.activeAccountId;
  if (accountId === undefined) return withoutAccount(deps, request, principal, userId);

  if (!isAccountId(accountId)) {
    return deny(deps, request, principal, { reason: "not_a_member", userId, accountId });
  }
  const verdict = judgeStanding(await deps.directory.standing(userId, accountId));
  if (verdict.kind === "refused") {
    return deny(deps, request, principal, { reason: verdict.reason, userId, accountId });
  }
  return { kind: "allow", context: contextOf(principal, userId, verdict.standing) };
};

const withoutAccount = async (
  deps: Deps,
  request: AccessRequest,
  principal: Principal,
  userId: string,
): Promise<AccessDecision> => {
  if (needsAccount(request.routeKey))
    return deny(deps, request, principal, { reason: "account_missing", userId });
  const profile = await deps.directory.profile(userId);
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
  deps: Deps,
  request: AccessRequest,
  principal: Principal,
  why: { reason: DenyReason; userId?: string; accountId?: string },
): Promise<AccessDecision> => {
  await deps.audit.record(
    auditEvent("access.denied", {
      subject: userSubject(why.userId ?? principal.sub),
      key: request.caller.requestId,
      at: deps.clock.now(),
      details: {
        reason: why.reason,
        userId: why.userId,
        sub: principal.sub,
        sessionId: principal.sessionId,
        systemAccountId: why.accountId,
        route: request.routeKey,
        ...request.caller.facts,
      },
    }),
  );
  return { kind: "deny", reason: why.reason };
};

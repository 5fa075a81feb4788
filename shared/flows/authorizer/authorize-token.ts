/** Authorizes a request with an access token. The token must be valid, and its session not ended. */
import type { AccessDecision, AccessRequest } from "../../domain/access.js";
import type { AccessRecords } from "../../ports/access.js";
import type { Ports } from "../../ports/index.js";
import { askedAccount, type DecideDeps, decideAccess, denyUser } from "./decide-access.js";

export type TokenDeps = DecideDeps & Pick<Ports, "tokens"> & { readonly access: AccessRecords };

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
  if (userId === undefined) return denyUser(deps, request, principal, { reason: "user_unknown" });

  const asked = askedAccount(request, principal);
  const { standing, sessionEnded } = await deps.access.read({
    userId,
    systemAccountId: "accountId" in asked ? asked.accountId : undefined,
    session: principal,
  });
  if (sessionEnded) return { kind: "unauthenticated", reason: "session_ended" };
  const { sub, username, sessionId, activeAccountId, scopes } = principal;
  const user = { userId, sub, username, sessionId, activeAccountId, scopes, credential: "token" } as const;
  return decideAccess(deps, request, user, { asked, standing });
};

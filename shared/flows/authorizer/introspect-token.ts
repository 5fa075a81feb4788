/**
 * Token introspection (RFC 7662) for services that are not behind the authorizer. It decides as the
 * authorizer does, for the account that the service names, else the token's active account, else for the user
 * without an account. Every invalid token gets the same answer, without a reason.
 */
import type { AccessContext } from "../../domain/access.js";
import type { Caller } from "../../domain/caller.js";
import type { Principal } from "../../domain/token-rules.js";
import { authorizeToken, type TokenDeps } from "./authorize-token.js";

export type Introspection =
  | { readonly active: false }
  | { readonly active: true; readonly principal: Principal; readonly context: AccessContext };

type Input = {
  readonly token: string;
  readonly accountId: string | undefined;
  readonly route: string;
  readonly callerOf: () => Promise<Caller>;
};

/** @throws AuthError `temporarily_unavailable` if validity cannot be checked. Callers must deny access. */
export const introspectToken = async (
  deps: TokenDeps,
  { token, accountId, route, callerOf }: Input,
): Promise<Introspection> => {
  const verdict = await deps.tokens.verify(token);
  if (verdict.kind === "invalid") return { active: false };
  const request = {
    credential: { kind: "token", token },
    accountInPath: accountId,
    routeKey: route,
    callerOf,
  } as const;
  const decision = await authorizeToken(deps, request, token);
  if (decision.kind !== "allow") return { active: false };
  return { active: true, principal: verdict.principal, context: decision.context };
};

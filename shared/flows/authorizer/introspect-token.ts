/**
 * What an access token is worth now, for services that do not stand behind the authorizer (RFC 7662): it
 * decides as the authorizer does, about the account that the service asks for, else the active one of the
 * token, else about the person alone. Whatever is wrong is one answer, which says nothing more.
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
  readonly caller: Caller;
};

/** Rejects with `temporarily_unavailable` when it cannot be known, which is never a yes nor a no. */
export const introspectToken = async (
  deps: TokenDeps,
  { token, accountId, route, caller }: Input,
): Promise<Introspection> => {
  const verdict = await deps.tokens.verify(token);
  if (verdict.kind === "invalid") return { active: false };
  const request = {
    credential: { kind: "token", token },
    accountInPath: accountId,
    routeKey: route,
    callerOf: () => caller,
  } as const;
  const decision = await authorizeToken(deps, request, token);
  if (decision.kind !== "allow") return { active: false };
  return { active: true, principal: verdict.principal, context: decision.context };
};

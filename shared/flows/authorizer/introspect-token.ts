/**
 * Token introspection (RFC 7662) for services that are not behind the authorizer. It decides as the
 * authorizer does, for the account that the service names, else the token's active account, else for the user
 * without an account. A token is an access token, or the cookie of sister sites. Every invalid token gets the same answer,
 * without a reason.
 */
import type { AccessContext, AccessRequest } from "../../domain/access.js";
import type { Caller } from "../../domain/caller.js";
import { secondsAt } from "../../domain/seconds.js";
import { type SisterCookie, sisterCookieFrom } from "../../domain/sister-session.js";
import type { Principal } from "../../domain/token-rules.js";
import { authorizeToken, type TokenDeps } from "./authorize-token.js";
import { askedAccount, decideAccess } from "./decide-access.js";
import { type ReadBrowserDeps, readSessionRow } from "./read-browser-session.js";

export type IntrospectDeps = TokenDeps & ReadBrowserDeps;

export type Introspection =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly context: AccessContext;
      readonly expiresAtSeconds: number;
      /** Of an access token. */
      readonly token?: Pick<Principal, "clientId" | "jti">;
    };

type Input = {
  readonly token: string;
  readonly accountId: string | undefined;
  readonly route: string;
  readonly callerOf: () => Promise<Caller>;
};

/** @throws AuthError `temporarily_unavailable` if validity cannot be checked. Callers must deny access. */
export const introspectToken = async (
  deps: IntrospectDeps,
  { token, accountId, route, callerOf }: Input,
): Promise<Introspection> => {
  const cookie = sisterCookieFrom(token);
  if (cookie !== undefined) {
    const credential = { kind: "cookie", cookie: token } as const;
    return introspectCookie(
      deps,
      { credential, accountInPath: accountId, routeKey: route, callerOf },
      cookie,
    );
  }
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
  const { expiresAtSeconds, clientId, jti } = verdict.principal;
  return { active: true, context: decision.context, expiresAtSeconds, token: { clientId, jti } };
};

/** A session that must be refreshed first is inactive: only a page can refresh it. */
const introspectCookie = async (
  deps: IntrospectDeps,
  request: AccessRequest,
  { id, sessionId, userId }: SisterCookie,
): Promise<Introspection> => {
  const accountOf = (activeAccountId: string | undefined) => {
    const asked = askedAccount(request, { activeAccountId });
    return "accountId" in asked ? asked.accountId : undefined;
  };
  const read = await readSessionRow(deps.access, { sessionId, userId }, { accountOf });
  if (read === undefined) return { active: false };
  const { session, standing } = read;
  const isValid = !session.ended && session.validUntilSeconds > secondsAt(deps.clock.now());
  if (!isValid || session.sisterId !== deps.sessionIds.digestOf(id)) return { active: false };
  const { sub, username, activeAccountId } = session;
  // The scopes of the session are those of its tokens, which sister sites never get.
  const user = {
    userId,
    sub,
    username,
    sessionId,
    activeAccountId,
    scopes: [],
    credential: "cookie",
  } as const;
  const decision = await decideAccess(deps, request, user, {
    asked: askedAccount(request, session),
    standing,
  });
  if (decision.kind !== "allow") return { active: false };
  return { active: true, context: decision.context, expiresAtSeconds: session.validUntilSeconds };
};

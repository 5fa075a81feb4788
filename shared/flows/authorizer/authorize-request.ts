/**
 * Authorizes a request to an API function. It needs a valid access token or the cookie of a session, and an ACTIVE
 * membership of the requested account, or a valid API key of that account. The decision is `allow`, `deny` or
 * `unauthenticated`. If no decision is possible the flow rejects, and the gateway returns 500.
 */
import type { AccessDecision, AccessRequest } from "../../domain/access.js";
import type { ApiKeyDeps } from "./authenticate-api-key.js";
import { authorizeApiKey } from "./authorize-api-key.js";
import { authorizeCookie, type CookieDeps } from "./authorize-cookie.js";
import { authorizeToken, type TokenDeps } from "./authorize-token.js";

export type AuthorizeDeps = TokenDeps & CookieDeps & ApiKeyDeps;

/** The kind of credential is fixed first: a credential that fails as a token is never tried as an API key. */
export const authorizeRequest = (deps: AuthorizeDeps, request: AccessRequest): Promise<AccessDecision> => {
  const { credential } = request;
  if (credential.kind === "token") return authorizeToken(deps, request, credential.token);
  if (credential.kind === "cookie") return authorizeCookie(deps, request, credential.cookie);
  if (credential.kind === "key") return authorizeApiKey(deps, request, credential.key);
  const reason = credential.kind === "none" ? "missing" : credential.reason;
  return Promise.resolve({ kind: "unauthenticated", reason });
};

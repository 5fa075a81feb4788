/** Completes a sign-in in the browser: starts the browser session and returns to the application. */
import type { AuthenticationResult } from "../auth/issue-tokens.js";
import { linkToBrowser, longestReuseSeconds } from "../auth/sso-sessions.js";
import { unverifiedClaims } from "../tokens/jwt.js";
import type { AuthorizeRequest } from "./authorize-request.js";
import { cookieHeader, type OAuthAnswer, type OAuthRequest } from "./exchange.js";
import { returnedGrant } from "./return-to-client.js";

export const sessionCookie = "cognito";

/** @param provider the external provider that authenticated the user */
export function signedInBrowser(
  request: OAuthRequest,
  asked: AuthorizeRequest,
  tokens: AuthenticationResult,
  provider?: string,
): OAuthAnswer {
  const { pool, services } = request;
  const { sub, username, event_id: sessionId } = unverifiedClaims(tokens.AccessToken) ?? {};
  const { methods = [] } = pool.sessions.find(String(sessionId)) ?? {};
  const who = {
    poolId: pool.id,
    clientId: asked.client.id,
    username: String(username),
    sub: String(sub),
    methods,
  };
  const session = { ...who, ...(provider !== undefined && { provider }) };
  const handle = services.oauth.browserSessions.start(session);
  linkToBrowser(pool, tokens.AccessToken, handle, services.clock.now());
  const header = cookieHeader(request, sessionCookie, handle, longestReuseSeconds(pool));
  return returnedGrant(request, asked, tokens, header);
}

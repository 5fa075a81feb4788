/**
 * Redirects to the application at the end of the authorize endpoint: with a code, with the tokens of the
 * implicit flow, or with an error.
 */
import type { AuthenticationResult } from "../auth/issue-tokens.js";
import { unverifiedClaims } from "../tokens/jwt.js";
import type { AuthorizeRequest, ReturnAddress } from "./authorize-request.js";
import { type OAuthAnswer, type OAuthRequest, redirect, withFragment, withParameters } from "./exchange.js";
import type { OAuthError } from "./oauth-error.js";

export function returnedGrant(
  request: OAuthRequest,
  asked: AuthorizeRequest,
  tokens: AuthenticationResult,
  headers: Record<string, string> = {},
): OAuthAnswer {
  if (asked.responseType === "token") return redirect(implicitAddress(asked, tokens), headers);
  const { redirectUri, state } = asked;
  return redirect(withParameters(redirectUri, { code: codeFor(request, asked, tokens), state }), headers);
}

function codeFor({ services, pool }: OAuthRequest, asked: AuthorizeRequest, tokens: AuthenticationResult) {
  const { client, redirectUri, challenge, scopes } = asked;
  const sessionId = String(unverifiedClaims(tokens.AccessToken)?.event_id);
  const about = { poolId: pool.id, clientId: client.id, redirectUri, challenge, scopes };
  return services.oauth.codes.issue({ ...about, sessionId, tokens });
}

/** Never contains a refresh token (RFC 6749, 4.2.2). */
const implicitAddress = ({ redirectUri, scopes, state }: AuthorizeRequest, tokens: AuthenticationResult) =>
  withFragment(redirectUri, {
    id_token: scopes.includes("openid") ? tokens.IdToken : undefined,
    access_token: tokens.AccessToken,
    token_type: "bearer",
    expires_in: String(tokens.ExpiresIn),
    state,
  });

/** Both flows return errors in the query, as in Amazon Cognito. */
export const returnedError = ({ redirectUri, state }: ReturnAddress, error: OAuthError): OAuthAnswer =>
  redirect(withParameters(redirectUri, { error: error.code, error_description: error.message, state }));

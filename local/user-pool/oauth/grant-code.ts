/** The end of the authorize endpoint: back to the application, with a code or with the reason why there is none. */
import type { AuthenticationResult } from "../auth/issue-tokens.js";
import { unverifiedClaims } from "../tokens/jwt.js";
import type { AuthorizeRequest, ReturnAddress } from "./authorize-request.js";
import { type OAuthAnswer, type OAuthRequest, redirect, withParameters } from "./exchange.js";
import type { OAuthError } from "./oauth-error.js";

export function returnedCode(
  { services, pool }: OAuthRequest,
  asked: AuthorizeRequest,
  tokens: AuthenticationResult,
  headers: Record<string, string> = {},
): OAuthAnswer {
  const { client, redirectUri, challenge, scopes, state } = asked;
  const sessionId = String(unverifiedClaims(tokens.AccessToken)?.event_id);
  const about = { poolId: pool.id, clientId: client.id, redirectUri, challenge, scopes };
  const code = services.oauth.codes.issue({ ...about, sessionId, tokens });
  return redirect(withParameters(redirectUri, { code, state }), headers);
}

export const returnedError = ({ redirectUri, state }: ReturnAddress, error: OAuthError): OAuthAnswer =>
  redirect(withParameters(redirectUri, { error: error.code, error_description: error.message, state }));

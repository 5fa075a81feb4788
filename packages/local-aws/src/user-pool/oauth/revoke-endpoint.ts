/**
 * POST /oauth2/revoke: ends the session of a refresh token (developer guide, "Revoke endpoint"; RFC 7009).
 */
import { openRefreshToken } from "../tokens/refresh-token.js";
import { authenticatedClient } from "./client-authentication.js";
import type { OAuthAnswer, OAuthRequest } from "./exchange.js";
import { asOAuthError, errorJson, OAuthError } from "./oauth-error.js";

export function revokeEndpoint(request: OAuthRequest): OAuthAnswer {
  try {
    revoke(request);
    return {
      status: 200,
      headers: { "cache-control": "no-store", "access-control-allow-origin": "*" },
      body: "",
    };
  } catch (failure) {
    const error = asOAuthError(failure);
    return errorJson(error, error.code === "invalid_client" ? 401 : 400);
  }
}

function revoke(request: OAuthRequest): void {
  const { pool, form, method } = request;
  const token = form.get("token");
  if (method !== "POST" || !token) throw new OAuthError("invalid_request", "A token is missing.");
  const client = authenticatedClient(request);
  if (!client.settings.EnableTokenRevocation) {
    throw new OAuthError("invalid_request", "Token revocation is not enabled for this client.");
  }
  if (token.split(".").length === 3) {
    throw new OAuthError("unsupported_token_type", "Only refresh tokens can be revoked.");
  }
  const grant = openRefreshToken(pool.keys.secret, token);
  if (grant?.clientId !== client.id) throw new OAuthError("invalid_request", "Invalid refresh token.");
  const session = pool.sessions.find(grant.sessionId);
  if (session) pool.sessions.revoke(session);
}

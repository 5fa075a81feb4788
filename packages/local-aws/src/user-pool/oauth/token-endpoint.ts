/** POST /oauth2/token (developer guide, "Token endpoint"; RFC 6749, 4.1.3, 4.4 and 6). */
import { createHash } from "node:crypto";
import { refresh, refreshHolder } from "../auth/refresh.js";
import { notAuthorized } from "../errors.js";
import { sameText } from "../rules/client-secret.js";
import type { PoolClient } from "../store/pool.js";
import { apiScope } from "../tokens/claims.js";
import { authenticatedClient } from "./client-authentication.js";
import { clientCredentials } from "./client-credentials.js";
import type { CodeGrant } from "./codes.js";
import { json, type OAuthAnswer, type OAuthRequest } from "./exchange.js";
import { asOAuthError, errorJson, OAuthError } from "./oauth-error.js";

export async function tokenEndpoint(request: OAuthRequest): Promise<OAuthAnswer> {
  try {
    if (request.method !== "POST") throw new OAuthError("invalid_request", "The method must be POST.");
    const { form } = request;
    if ([...new Set(form.keys())].some((name) => form.getAll(name).length > 1)) {
      throw new OAuthError("invalid_request", "A parameter is there more than once.");
    }
    const grantType = needed(request, "grant_type");
    const client = authenticatedClient(request);
    if (grantType === "authorization_code") return json(200, fromCode(request, client));
    if (grantType === "refresh_token") return json(200, await fromRefreshToken(request, client));
    if (grantType === "client_credentials") return json(200, await clientCredentials(request, client));
    throw new OAuthError("unsupported_grant_type", "grant_type is not known.");
  } catch (error) {
    return errorJson(asOAuthError(error));
  }
}

function needed({ form }: OAuthRequest, name: string): string {
  const value = form.get(name);
  if (!value) throw new OAuthError("invalid_request", `${name} is missing.`);
  return value;
}

const invalidGrant = () => new OAuthError("invalid_grant", "The code is not valid for this request.");

function fromCode(request: OAuthRequest, client: PoolClient): object {
  const { services, pool } = request;
  const redeemed = services.oauth.codes.redeem(needed(request, "code"));
  if (redeemed.kind === "unknown") throw invalidGrant();
  const { grant } = redeemed;
  const session = pool.sessions.find(grant.sessionId);
  try {
    if (redeemed.kind !== "granted" || !session) throw invalidGrant();
    checkBearer(request, client, grant);
    const user = pool.users.byUsername(session.username);
    if (!user?.enabled) throw invalidGrant();
  } catch (error) {
    // The code leaked or was stolen. All tokens issued from it must be revoked (RFC 6749, 4.1.2).
    if (session && grant.poolId === pool.id) pool.sessions.revoke(session);
    throw error;
  }
  const { AccessToken, ExpiresIn, RefreshToken } = grant.tokens;
  return {
    ...idTokenOf(grant.scopes, grant.tokens.IdToken),
    access_token: AccessToken,
    refresh_token: RefreshToken,
    expires_in: ExpiresIn - redeemed.ageSeconds,
    token_type: "Bearer",
  };
}

/**
 * Checks that the code matches the client, the redirect URI and the verifier. A verifier without a challenge
 * is refused (RFC 9700, 4.8.2).
 */
function checkBearer({ pool, form }: OAuthRequest, client: PoolClient, grant: CodeGrant): void {
  const verifier = form.get("code_verifier");
  const own = grant.poolId === pool.id && grant.clientId === client.id;
  if (!own || form.get("redirect_uri") !== grant.redirectUri) throw invalidGrant();
  if (grant.challenge === undefined && verifier === null) return;
  const wellFormed = verifier !== null && /^[\w.~-]{43,128}$/.test(verifier);
  if (!wellFormed || grant.challenge === undefined) throw invalidGrant();
  const proof = createHash("sha256").update(verifier).digest("base64url");
  if (!sameText(proof, grant.challenge)) throw invalidGrant();
}

const idTokenOf = (scopes: readonly string[], token: string): object =>
  scopes.includes("openid") ? { id_token: token } : {};

async function fromRefreshToken(request: OAuthRequest, client: PoolClient): Promise<object> {
  const { services, pool } = request;
  const token = needed(request, "refresh_token");
  const holder = refreshHolder(services, pool, client, token);
  const { scopes } = holder.session;
  // This endpoint accepts no device key (developer guide, "Working with user devices in your user pool").
  if (!scopes && pool.settings.DeviceConfiguration) throw notAuthorized("Invalid Refresh Token");
  const result = await refresh(services, holder, { pool, client, token, cause: "RefreshTokens" });
  return {
    ...idTokenOf(scopes ?? [apiScope], result.IdToken),
    access_token: result.AccessToken,
    ...(result.RefreshToken !== undefined && { refresh_token: result.RefreshToken }),
    expires_in: result.ExpiresIn,
    token_type: "Bearer",
  };
}

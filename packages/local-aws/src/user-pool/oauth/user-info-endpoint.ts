/**
 * /oauth2/userInfo: returns the profile for an access token with `openid` (OpenID Connect Core, 5.3; RFC
 * 6750).
 */
import { authorize } from "../auth/authorize.js";
import { CognitoError } from "../errors.js";
import { readableAttributes } from "../tokens/claims.js";
import { json, type OAuthAnswer, type OAuthRequest } from "./exchange.js";

export function userInfoEndpoint({ services, pool, headers }: OAuthRequest): OAuthAnswer {
  const [, token] = /^Bearer ([\w.-]+)$/i.exec(headers.authorization ?? "") ?? [];
  if (token === undefined) return refused(400, "invalid_request", "An access token is missing.");
  try {
    const authorized = authorize(services, token, "openid");
    if (authorized.pool !== pool) return refused(401, "invalid_token", "Access token is of another pool.");
    const { user, session } = authorized;
    // Amazon Cognito returns all values as strings here.
    const profile = Object.fromEntries(readableAttributes(authorized, session.scopes));
    return json(200, { ...profile, sub: user.sub, username: user.username });
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    return refused(401, "invalid_token", error.message);
  }
}

const refused = (status: number, error: string, description: string): OAuthAnswer =>
  json(
    status,
    { error, error_description: description },
    { "www-authenticate": `Bearer error="${error}", error_description="${description}"` },
  );

/**
 * The checks around signature verification that a JWT library leaves out (RFC 7519, RFC 8725): the
 * size and canonical spelling of the text, and claims of the right type in a believable time.
 */

const MAX_TOKEN_BYTES = 8192;
const MAX_LIFETIME_SECONDS = 24 * 60 * 60; // the longest lifetime that Cognito can give an access token
const BASE64URL = /^[A-Za-z0-9_-]+$/;

export type TokenRefusal =
  | "malformed"
  | "too_large"
  | "algorithm"
  | "claims"
  | "expired"
  | "not_yet_valid"
  | "signature"
  | "issuer"
  | "client"
  | "use";

/** What the product needs of a verified access token. */
export type Principal = {
  readonly sub: string;
  readonly username: string;
  readonly clientId: string;
  readonly jti: string;
  readonly sessionId: string;
  readonly userId?: string | undefined;
  readonly activeAccountId?: string | undefined;
  readonly scopes: readonly string[];
  readonly expiresAtSeconds: number;
};

// The last character of a base64url part carries unused bits: only zero bits are the canonical spelling,
// otherwise one token has several spellings and evades lists keyed by its hash.
const isCanonical = (part: string): boolean =>
  BASE64URL.test(part) &&
  part.length % 4 !== 1 &&
  Buffer.from(part, "base64url").toString("base64url") === part;

/** Refuses a token by its text alone, before anything is decoded or any key is fetched. */
export const refuseTokenText = (token: string): TokenRefusal | undefined => {
  if (token.length > MAX_TOKEN_BYTES) return "too_large";
  const parts = token.split(".");
  return parts.length === 3 && parts.every(isCanonical) ? undefined : "malformed";
};

/** Refuses header parameters that would change how the token is verified (RFC 8725 section 3.1). */
export const refuseTokenHeader = (header: Readonly<Record<string, unknown>>): TokenRefusal | undefined => {
  if (header.alg !== "RS256") return "algorithm";
  if (typeof header.kid !== "string" || header.kid.length === 0 || header.kid.length > 128)
    return "malformed";
  if (header.crit !== undefined || header.jwk !== undefined || header.jku !== undefined) return "algorithm";
  if (header.x5u !== undefined || header.x5c !== undefined) return "algorithm";
  if (header.typ !== undefined && header.typ !== "JWT") return "algorithm";
  return undefined;
};

const isSeconds = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0;
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** Reads a verified payload as a principal, or says why it cannot be one. `leewaySeconds` covers clock skew only. */
export const principalOf = (
  claims: Readonly<Record<string, unknown>>,
  nowSeconds: number,
  leewaySeconds: number,
): Principal | TokenRefusal => {
  const { exp, iat, nbf, sub, jti, origin_jti, username, client_id, scope } = claims;
  if (!isSeconds(exp) || !isSeconds(iat) || !isText(sub) || !isText(jti)) return "claims";
  if (!isText(username) || !isText(client_id)) return "claims";
  if (nbf !== undefined && !isSeconds(nbf)) return "claims";
  if (exp <= nowSeconds - leewaySeconds) return "expired";
  if (iat > nowSeconds + leewaySeconds || (nbf ?? 0) > nowSeconds + leewaySeconds) return "not_yet_valid";
  if (exp - iat > MAX_LIFETIME_SECONDS) return "claims";
  return {
    sub,
    username,
    clientId: client_id,
    jti,
    sessionId: isText(origin_jti) ? origin_jti : jti,
    userId: isText(claims.user_id) ? claims.user_id : undefined,
    activeAccountId: isText(claims.system_account_id) ? claims.system_account_id : undefined,
    scopes: isText(scope) ? scope.split(" ") : [],
    expiresAtSeconds: exp,
  };
};

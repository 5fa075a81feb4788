/**
 * Checks of an access token's claims, beside its signature (RFC 7519, RFC 8725): issuer, client, use, types
 * and times.
 */

const MAX_LIFETIME_SECONDS = 24 * 60 * 60; // the longest lifetime that Cognito can give an access token

export type TokenRefusal =
  | "malformed"
  | "too_large"
  | "algorithm"
  | "signing_key"
  | "claims"
  | "expired"
  | "not_yet_valid"
  | "signature"
  | "issuer"
  | "client"
  | "use";

/** The claims of a verified access token that the product needs. */
export type Principal = {
  readonly sub: string;
  readonly username: string;
  readonly clientId: string;
  readonly jti: string;
  readonly sessionId: string;
  /** When the session began. A refresh keeps it. */
  readonly authenticatedAtSeconds: number;
  readonly userId?: string | undefined;
  readonly activeAccountId?: string | undefined;
  readonly scopes: readonly string[];
  readonly expiresAtSeconds: number;
};

export type TokenRules = {
  /** Accepted app clients, by issuer. */
  readonly issuers: ReadonlyMap<string, readonly string[]>;
  /** Covers clock skew only. */
  readonly leewaySeconds: number;
};

/** The maximum remaining lifetime of a valid token. Records that invalidate tokens are kept this long. */
export const LONGEST_TOKEN_SECONDS = MAX_LIFETIME_SECONDS + 60;

export const isSeconds = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) > 0;
export const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isOptional = (value: unknown, is: (value: unknown) => boolean): boolean =>
  value === undefined || is(value);
const isListOfText = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** Whether the token has expired. At the exact expiry time, it has. */
export const isExpired = (expiresAtSeconds: number, nowSeconds: number, leewaySeconds: number): boolean =>
  expiresAtSeconds <= nowSeconds - leewaySeconds;

/**
 * Returns the principal of a payload, or the reason for refusal. It counts only if the signature is valid
 * too.
 */
export const principalOf = (
  claims: Readonly<Record<string, unknown>>,
  { issuers, leewaySeconds }: TokenRules,
  nowSeconds: number,
): Principal | TokenRefusal => {
  const { iss, sub, jti, username, client_id, scope, exp, iat } = claims;
  const clients = isText(iss) ? issuers.get(iss) : undefined;
  if (clients === undefined) return "issuer";
  if (claims.token_use !== "access") return "use";
  if (!isText(client_id) || !clients.includes(client_id)) return "client";
  if (!isText(sub) || !isText(jti) || !isText(username) || !hasTypedClaims(claims)) return "claims";
  if (!isSeconds(exp) || !isSeconds(iat)) return "claims";
  const untimely = refuseTimes(claims, exp, iat, nowSeconds, leewaySeconds);
  if (untimely !== undefined) return untimely;
  return {
    sub,
    username,
    clientId: client_id,
    jti,
    sessionId: isText(claims.origin_jti) ? claims.origin_jti : jti,
    authenticatedAtSeconds: isSeconds(claims.auth_time) ? claims.auth_time : iat,
    userId: isText(claims.user_id) ? claims.user_id : undefined,
    activeAccountId: isText(claims.system_account_id) ? claims.system_account_id : undefined,
    scopes: isText(scope) ? scope.split(" ") : [],
    expiresAtSeconds: exp,
  };
};

// A claim of the wrong type is refused: the text "administrators" must not match a list check for "admin".
const hasTypedClaims = (claims: Readonly<Record<string, unknown>>): boolean =>
  isOptional(claims["cognito:groups"], isListOfText) &&
  ["scope", "origin_jti", "user_id", "system_account_id"].every((name) =>
    isOptional(claims[name], (value) => typeof value === "string"),
  ) &&
  ["nbf", "auth_time"].every((name) => isOptional(claims[name], isSeconds));

export const refuseTimes = (
  { nbf }: Readonly<Record<string, unknown>>,
  exp: number,
  iat: number,
  nowSeconds: number,
  leewaySeconds: number,
): TokenRefusal | undefined => {
  if (isExpired(exp, nowSeconds, leewaySeconds)) return "expired";
  if (Math.max(iat, Number(nbf ?? 0)) > nowSeconds + leewaySeconds) return "not_yet_valid";
  return exp - iat > MAX_LIFETIME_SECONDS ? "claims" : undefined;
};

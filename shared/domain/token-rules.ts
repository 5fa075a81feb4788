/**
 * What the claims of an access token must be, beside its signature (RFC 7519, RFC 8725): of a pool and a
 * client that are ours, for access, of the right types, in a believable time.
 */

const MAX_LIFETIME_SECONDS = 24 * 60 * 60; // the longest lifetime that Cognito can give an access token

export type TokenRefusal =
  | "malformed"
  | "too_large"
  | "algorithm"
  | "key"
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
  /** When the session began: a token that is renewed keeps it. */
  readonly authenticatedAtSeconds: number;
  readonly userId?: string | undefined;
  readonly activeAccountId?: string | undefined;
  readonly scopes: readonly string[];
  readonly expiresAtSeconds: number;
};

export type TokenRules = {
  /** The clients whose tokens are taken, by issuer. */
  readonly issuers: ReadonlyMap<string, readonly string[]>;
  /** Covers clock skew only. */
  readonly leewaySeconds: number;
};

/** The longest time that a token which is good now can still be: what is kept against tokens is kept so long. */
export const LONGEST_TOKEN_SECONDS = MAX_LIFETIME_SECONDS + 60;

const isSeconds = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0;
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isOptional = (value: unknown, is: (value: unknown) => boolean): boolean =>
  value === undefined || is(value);
const isListOfText = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** Whether a token with this end is over. It is at its end already. */
export const isOver = (expiresAtSeconds: number, nowSeconds: number, leewaySeconds: number): boolean =>
  expiresAtSeconds <= nowSeconds - leewaySeconds;

/** Reads a payload as a principal, or says why it cannot be one. It is one only if the signature is right, too. */
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

// A claim of another type than expected is no claim of that name: "administrators" is no list with "admin" in it.
const hasTypedClaims = (claims: Readonly<Record<string, unknown>>): boolean =>
  isOptional(claims["cognito:groups"], isListOfText) &&
  ["scope", "origin_jti", "user_id", "system_account_id"].every((name) =>
    isOptional(claims[name], (value) => typeof value === "string"),
  ) &&
  ["nbf", "auth_time"].every((name) => isOptional(claims[name], isSeconds));

const refuseTimes = (
  { nbf }: Readonly<Record<string, unknown>>,
  exp: number,
  iat: number,
  nowSeconds: number,
  leewaySeconds: number,
): TokenRefusal | undefined => {
  if (isOver(exp, nowSeconds, leewaySeconds)) return "expired";
  if (Math.max(iat, Number(nbf ?? 0)) > nowSeconds + leewaySeconds) return "not_yet_valid";
  return exp - iat > MAX_LIFETIME_SECONDS ? "claims" : undefined;
};

/**
 * Checks of an ID token's claims, beside its signature (OpenID Connect Core 1.0, section 3.1.3.7): issuer, audience,
 * use, types and times. An ID token says who a user is. It gives no access.
 */
import { isSeconds, isText, refuseTimes, type TokenRefusal, type TokenRules } from "./token-rules.js";

/** The claims of a verified ID token that the product needs. */
export type IdTokenUser = {
  readonly sub: string;
  readonly username: string;
  readonly email?: string | undefined;
  readonly userId?: string | undefined;
  readonly legacyId?: string | undefined;
  /** In the active account. */
  readonly role?: string | undefined;
  readonly groups: readonly string[];
};

const TEXTS = ["email", "user_id", "legacy_id", "role"] as const;

/** Returns the user of a payload, or the reason for refusal. It counts only if the signature is valid too. */
export const idTokenUserOf = (
  claims: Readonly<Record<string, unknown>>,
  { issuers, leewaySeconds }: TokenRules,
  nowSeconds: number,
): IdTokenUser | TokenRefusal => {
  const { iss, sub, aud, exp, iat, "cognito:username": username } = claims;
  const clients = isText(iss) ? issuers.get(iss) : undefined;
  if (clients === undefined) return "issuer";
  if (claims.token_use !== "id") return "use";
  if (!isText(aud) || !clients.includes(aud)) return "client";
  const groups = claims["cognito:groups"] ?? [];
  if (!isText(sub) || !isText(username) || !isListOfText(groups)) return "claims";
  const [email, userId, legacyId, role] = TEXTS.map((name) => claims[name]);
  if (!isOptional(email) || !isOptional(userId) || !isOptional(legacyId) || !isOptional(role))
    return "claims";
  if (!isSeconds(exp) || !isSeconds(iat)) return "claims";
  if (claims.nbf !== undefined && !isSeconds(claims.nbf)) return "claims";
  const untimely = refuseTimes(claims, exp, iat, nowSeconds, leewaySeconds);
  return untimely ?? { sub, username, email, userId, legacyId, role, groups };
};

const isOptional = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === "string";
const isListOfText = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

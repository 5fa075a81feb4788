/**
 * Access tokens of one user pool and client: aws-jwt-verify for signature, issuer, client and use,
 * inside the stricter rules of the domain. The key set is fetched once and again on an unknown key.
 */
import { CognitoJwtVerifier } from "aws-jwt-verify";
import {
  CognitoJwtInvalidClientIdError,
  CognitoJwtInvalidTokenUseError,
  FetchError,
  JwksNotAvailableInCacheError,
  JwksValidationError,
  JwkValidationError,
  JwtBaseError,
  JwtExpiredError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  JwtParseError,
  ParameterValidationError,
} from "aws-jwt-verify/error";
import { SimpleFetcher } from "aws-jwt-verify/https";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { AuthError } from "../domain/errors.js";
import { principalOf, refuseTokenHeader, refuseTokenText, type TokenRefusal } from "../domain/token-rules.js";
import type { Clock, TokenVerifier } from "../ports.js";

export type TokenSettings = {
  readonly userPoolId: string;
  readonly clientId: string;
  /** A second client whose tokens are taken. */
  readonly serviceClientId?: string | undefined;
  /** Where the Cognito API is, when not at AWS; the pool's key set is on the same host. */
  readonly endpoint?: string | undefined;
  readonly leewaySeconds: number;
};

export const cognitoTokenVerifier = (settings: TokenSettings, clock: Clock): TokenVerifier => {
  const { userPoolId, serviceClientId, leewaySeconds } = settings;
  const clientId = [settings.clientId, ...(serviceClientId === undefined ? [] : [serviceClientId])];
  const verifier = CognitoJwtVerifier.create(
    { userPoolId, clientId, tokenUse: "access", graceSeconds: leewaySeconds },
    { jwksCache: new SimpleJwksCache({ fetcher: keySetFetcher(settings.endpoint) }) },
  );
  return {
    verify: async (token) => {
      const refused = refuseTokenText(token) ?? refuseTokenHeader(headerOf(token));
      if (refused !== undefined) return { kind: "invalid", reason: refused };
      try {
        const claims = await verifier.verify(token);
        const nowSeconds = Math.floor(clock.now().getTime() / 1000);
        const principal = principalOf(claims, nowSeconds, leewaySeconds);
        return typeof principal === "string"
          ? { kind: "invalid", reason: principal }
          : { kind: "valid", principal };
      } catch (error) {
        return { kind: "invalid", reason: reasonOf(error) };
      }
    },
  };
};

const headerOf = (token: string): Record<string, unknown> => {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8"));
    return typeof header === "object" && header !== null ? { ...header } : {};
  } catch {
    return {};
  }
};

const KEY_SET_FAILURES = [FetchError, JwksValidationError, JwkValidationError, JwksNotAvailableInCacheError];

// Failing to get the keys says nothing of the token: that is our fault, never a 401 and never an allow.
const reasonOf = (error: unknown): TokenRefusal => {
  if (!(error instanceof JwtBaseError) || KEY_SET_FAILURES.some((failure) => error instanceof failure))
    throw unavailable(error);
  if (error instanceof JwtExpiredError) return "expired";
  if (error instanceof JwtNotBeforeError) return "not_yet_valid";
  // The second of the two: an issuer that the library has no settings for.
  if (error instanceof JwtInvalidIssuerError || error instanceof ParameterValidationError) return "issuer";
  if (error instanceof CognitoJwtInvalidClientIdError) return "client";
  if (error instanceof CognitoJwtInvalidTokenUseError) return "use";
  if (error instanceof JwtParseError) return "malformed";
  return error instanceof JwtInvalidSignatureError ? "signature" : "claims";
};

const unavailable = (cause: unknown) => new AuthError("temporarily_unavailable", { cause });

const FETCH_TIMEOUT_MS = 1500;

const keySetFetcher = (endpoint: string | undefined) => {
  if (endpoint === undefined)
    return new SimpleFetcher({ defaultRequestOptions: { responseTimeout: FETCH_TIMEOUT_MS } });
  return {
    fetch: async (uri: string): Promise<ArrayBuffer> => {
      const response = await fetch(new URL(new URL(uri).pathname, endpoint), {
        redirect: "error",
        signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
      });
      if (!response.ok) throw new FetchError(uri, `status ${response.status}`);
      return response.arrayBuffer();
    },
  };
};

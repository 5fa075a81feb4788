/**
 * Judges key and signature of a token that names a trusted user pool. aws-jwt-verify checks the signature and the
 * times; the domain's rules are stricter, and every token passes them first.
 */
import { JwtBaseError, JwtInvalidSignatureError } from "aws-jwt-verify/error";
import type { Jwks } from "aws-jwt-verify/jwk";
import { JwtVerifier } from "aws-jwt-verify/jwt-verifier";
import { AuthError } from "../../domain/errors.js";
import type { TokenRefusal } from "../../domain/token-rules.js";
import type { Clock } from "../../ports/index.js";
import { type SigningKeys, signingKeys } from "./signing-keys.js";
import { signingKeysFetch } from "./signing-keys-fetch.js";

export type TrustedPool = {
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
  /** The hosts of the accepted issuers; without it, the pool's usual one alone. */
  readonly issuers?: readonly string[] | undefined;
  /** The pool's keys at build time. They are fetched again at first use. */
  readonly keys?: Jwks | undefined;
};

export type Judge = {
  /**
   * Checks key and signature of a token with valid claims. Returns the reason for a refusal, or undefined.
   */
  refuse(token: string, kid: string, nowMs: number): Promise<TokenRefusal | undefined>;
  /** Returns a function that checks whether the current key is still current at a later time. */
  currency(kid: string, nowMs: number): (laterMs: number) => boolean;
};

export const judgeOf = (
  pool: TrustedPool,
  issuer: string,
  settings: { readonly endpoint?: string | undefined; readonly leewaySeconds: number },
  clock: Clock,
): Judge => {
  // Not CognitoJwtVerifier: it accepts two issuers of its own choice, and none of China or of a replica. Use and client
  // are rules of the domain, which every token passes first.
  const verifier = JwtVerifier.create({
    issuer,
    audience: null, // a rule of the domain; access tokens have a client instead
    graceSeconds: settings.leewaySeconds,
  });
  const path = `${new URL(issuer).pathname}/.well-known/jwks.json`;
  const fetch = signingKeysFetch(new URL(path, settings.endpoint ?? issuer));
  const keys: SigningKeys = signingKeys({ fetch, embedded: pool.keys, clock }, (jwks) =>
    verifier.cacheJwks(jwks),
  );
  return {
    refuse: async (token, kid, nowMs) => {
      if (keys.versionWith(kid, nowMs) === undefined && !(await keys.seek(kid))) return "signing_key";
      try {
        verifier.verifySync(token);
        return undefined;
      } catch (error) {
        // The error's message may contain parts of the token. An error of another class is an internal
        // failure.
        if (error instanceof JwtInvalidSignatureError) return "signature";
        if (error instanceof JwtBaseError) return "claims";
        throw new AuthError("temporarily_unavailable", { cause: error });
      }
    },
    currency: (kid, nowMs) => {
      const version = keys.versionWith(kid, nowMs);
      return (laterMs) => version !== undefined && keys.versionWith(kid, laterMs) === version;
    },
  };
};

/**
 * Verifies access tokens of the trusted user pools. aws-jwt-verify checks the signature and the claims; the
 * domain's rules are stricter and run before and around it. Checks without a key come first. Keys are fetched
 * only from a trusted pool that the token names.
 */
import { JwtBaseError, JwtInvalidSignatureError } from "aws-jwt-verify/error";
import type { Jwks } from "aws-jwt-verify/jwk";
import { JwtVerifier } from "aws-jwt-verify/jwt-verifier";
import { AuthError } from "../../domain/errors.js";
import { issuerOf, USUAL_ISSUER } from "../../domain/token-issuer.js";
import { principalOf, type TokenRefusal } from "../../domain/token-rules.js";
import { MAX_TOKEN_BYTES, tokenReader } from "../../domain/token-text.js";
import type { Clock, TokenVerifier } from "../../ports/index.js";
import { type SigningKeys, signingKeys } from "./signing-keys.js";
import { signingKeysFetch } from "./signing-keys-fetch.js";
import { verifiedTokens } from "./verified-tokens.js";

export type TrustedPool = {
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
  /** The hosts of the accepted issuers; without it, the pool's usual one alone. */
  readonly issuers?: readonly string[] | undefined;
  /** The pool's keys at build time. They are fetched again at first use. */
  readonly keys?: Jwks | undefined;
};

export type TokenSettings = {
  readonly pools: readonly TrustedPool[];
  /** The address of the Cognito API, if it is not AWS. The pools' JWK sets are on the same host. */
  readonly endpoint?: string | undefined;
  readonly leewaySeconds: number;
  /** Whether verified tokens are cached for a short time. */
  readonly remember: boolean;
};

export const cognitoTokenVerifier = (settings: TokenSettings, clock: Clock): TokenVerifier => {
  const { pools, leewaySeconds } = settings;
  const trusted = pools.flatMap((pool) =>
    (pool.issuers ?? [USUAL_ISSUER]).map((host) => ({ pool, issuer: issuerOf(pool.userPoolId, host) })),
  );
  const issuers = new Map(trusted.map(({ pool, issuer }) => [issuer, pool.clientIds]));
  const judges = new Map(trusted.map(({ pool, issuer }) => [issuer, judgeOf(pool, issuer, settings, clock)]));
  const readToken = tokenReader();
  const known = settings.remember ? verifiedTokens(leewaySeconds) : undefined;
  return {
    verify: async (token) => {
      if (token.length > MAX_TOKEN_BYTES) return invalid("too_large");
      const nowMs = clock.now().getTime();
      const remembered = known?.find(token, nowMs);
      if (remembered !== undefined) return { kind: "valid", principal: remembered };

      const parts = readToken(token);
      if (typeof parts === "string") return invalid(parts);
      const principal = principalOf(parts.claims, { issuers, leewaySeconds }, Math.floor(nowMs / 1000));
      if (typeof principal === "string") return invalid(principal);
      const judge = judges.get(String(parts.claims.iss));
      if (judge === undefined) return invalid("issuer");
      const refused = await judge.refuse(token, parts.kid, nowMs);
      if (refused !== undefined) return invalid(refused);
      known?.keep(token, principal, judge.currency(parts.kid, nowMs), nowMs);
      return { kind: "valid", principal };
    },
  };
};

const invalid = (reason: TokenRefusal) => ({ kind: "invalid", reason }) as const;

type Judge = {
  /**
   * Checks key and signature of a token with valid claims. Returns the reason for a refusal, or undefined.
   */
  refuse(token: string, kid: string, nowMs: number): Promise<TokenRefusal | undefined>;
  /** Returns a function that checks whether the current key is still current at a later time. */
  currency(kid: string, nowMs: number): (laterMs: number) => boolean;
};

const judgeOf = (pool: TrustedPool, issuer: string, settings: TokenSettings, clock: Clock): Judge => {
  // Not CognitoJwtVerifier: it accepts two issuers of its own choice, and none of China or of a replica. Use and client
  // are rules of the domain, which every token passes first.
  const verifier = JwtVerifier.create({
    issuer,
    audience: null, // access tokens have a client instead
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

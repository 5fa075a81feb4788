/**
 * Access tokens of the user pools that are trusted: aws-jwt-verify for the signature and once more for
 * the claims, inside the stricter rules of the domain. What can be refused without a key is; only keys
 * of the pool that a token names, among those that are trusted, are ever asked for.
 */
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { JwtBaseError, JwtInvalidSignatureError } from "aws-jwt-verify/error";
import type { Jwks } from "aws-jwt-verify/jwk";
import { AuthError } from "../../domain/errors.js";
import { principalOf, type TokenRefusal } from "../../domain/token-rules.js";
import { MAX_TOKEN_BYTES, tokenReader } from "../../domain/token-text.js";
import type { Clock, TokenVerifier } from "../../ports/index.js";
import { type SigningKeys, signingKeys } from "./signing-keys.js";
import { signingKeysFetch } from "./signing-keys-fetch.js";
import { verifiedTokens } from "./verified-tokens.js";

export type TrustedPool = {
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
  /** The pool's keys as they were when this was written; they are asked for again at the first use. */
  readonly keys?: Jwks | undefined;
};

export type TokenSettings = {
  readonly pools: readonly TrustedPool[];
  /** Where the Cognito API is, when not at AWS; the pools' key sets are on the same host. */
  readonly endpoint?: string | undefined;
  readonly leewaySeconds: number;
  /** Whether a token that was verified is known again for a while. */
  readonly remember: boolean;
};

export const cognitoTokenVerifier = (settings: TokenSettings, clock: Clock): TokenVerifier => {
  const { pools, leewaySeconds } = settings;
  const issuers = new Map(pools.map(({ userPoolId, clientIds }) => [issuerOf(userPoolId), clientIds]));
  const judges = new Map(pools.map((pool) => [issuerOf(pool.userPoolId), judgeOf(pool, settings, clock)]));
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

const issuerOf = (userPoolId: string): string =>
  `https://cognito-idp.${userPoolId.split("_")[0]}.amazonaws.com/${userPoolId}`;

type Judge = {
  /** Why a token whose claims are in order is refused all the same. */
  refuse(token: string, kid: string, nowMs: number): Promise<TokenRefusal | undefined>;
  /** Tells later whether the key of now is still the key. */
  currency(kid: string, nowMs: number): (laterMs: number) => boolean;
};

const judgeOf = (pool: TrustedPool, settings: TokenSettings, clock: Clock): Judge => {
  const verifier = CognitoJwtVerifier.create({
    userPoolId: pool.userPoolId,
    clientId: [...pool.clientIds],
    tokenUse: "access",
    graceSeconds: settings.leewaySeconds,
  });
  const issuer = new URL(issuerOf(pool.userPoolId));
  const path = `${issuer.pathname}/.well-known/jwks.json`;
  const fetch = signingKeysFetch(new URL(path, settings.endpoint ?? issuer));
  const keys: SigningKeys = signingKeys({ fetch, embedded: pool.keys, clock }, (jwks) =>
    verifier.cacheJwks(jwks),
  );
  return {
    refuse: async (token, kid, nowMs) => {
      if (keys.versionWith(kid, nowMs) === undefined && !(await keys.seek(kid))) return "key";
      try {
        verifier.verifySync(token);
        return undefined;
      } catch (error) {
        // Its text may hold parts of the token. What is no refusal of the library is a failure of ours.
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

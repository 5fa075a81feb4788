/**
 * Verifies access tokens of the trusted user pools. The domain's rules run first, because they need no key.
 * Keys are fetched only from a trusted pool that the token names.
 */
import { issuerOf, USUAL_ISSUER } from "../../domain/token-issuer.js";
import { principalOf, type TokenRefusal } from "../../domain/token-rules.js";
import { MAX_TOKEN_BYTES, tokenReader } from "../../domain/token-text.js";
import type { Clock, TokenVerifier } from "../../ports/index.js";
import { judgeOf, type TrustedPool } from "./token-judge.js";
import { verifiedTokens } from "./verified-tokens.js";

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

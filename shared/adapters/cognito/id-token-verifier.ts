/** Verifies ID tokens of the stage's own user pool. The domain's rules run first, because they need no key. */
import { idTokenUserOf } from "../../domain/id-token-rules.js";
import { issuerOf, USUAL_ISSUER } from "../../domain/token-issuer.js";
import { tokenReader } from "../../domain/token-text.js";
import type { Clock, IdTokenVerifier } from "../../ports/index.js";
import { judgeOf, type TrustedPool } from "./token-judge.js";

type Settings = {
  readonly pool: TrustedPool;
  readonly endpoint?: string | undefined;
  readonly leewaySeconds: number;
};

export const cognitoIdTokenVerifier = (settings: Settings, clock: Clock): IdTokenVerifier => {
  const { pool, leewaySeconds } = settings;
  const accepted = (pool.issuers ?? [USUAL_ISSUER]).map((host) => issuerOf(pool.userPoolId, host));
  const issuers = new Map(accepted.map((issuer) => [issuer, pool.clientIds]));
  const judges = new Map(accepted.map((issuer) => [issuer, judgeOf(pool, issuer, settings, clock)]));
  const readToken = tokenReader();
  return {
    verify: async (token) => {
      const nowMs = clock.now().getTime();
      const parts = readToken(token);
      if (typeof parts === "string") return parts;
      const user = idTokenUserOf(parts.claims, { issuers, leewaySeconds }, Math.floor(nowMs / 1000));
      if (typeof user === "string") return user;
      const refused = await judges.get(String(parts.claims.iss))?.refuse(token, parts.kid, nowMs);
      return refused ?? user;
    },
  };
};

/**
 * SetUserPoolSessionConfiguration, GetUserPoolSessionConfiguration and their client forms. Both Set
 * operations replace the whole configuration.
 */
import { z } from "zod";
import { checkTier, checkTracked, sessionRules } from "../auth/session-tracking.js";
import { reuseMinutes } from "../auth/sso-sessions.js";
import type { Pool } from "../store/pool.js";
import { wholePool } from "../store/pool-records.js";
import { clientId, poolId } from "./fields.js";
import { operation } from "./operation.js";

const poolInput = z.object({ UserPoolId: poolId });

const setInput = poolInput.extend({
  UserSessionTracking: z.enum(["ENABLED", "DISABLED"]),
  TokenSession: z.object({ MaxPerUser: z.int().min(1).max(100) }),
});

export const setUserPoolSessionConfiguration = operation(
  "SetUserPoolSessionConfiguration",
  "signed",
  setInput,
  ({ store }, { UserPoolId, UserSessionTracking: tracking, TokenSession }) => {
    const pool = store.pool(UserPoolId);
    checkTier(pool.settings);
    pool.records.of("pool-session-rules").save(wholePool, { tracking, maxPerUser: TokenSession.MaxPerUser });
    return described(pool);
  },
);

export const getUserPoolSessionConfiguration = operation(
  "GetUserPoolSessionConfiguration",
  "signed",
  poolInput,
  ({ store }, { UserPoolId }) => described(store.pool(UserPoolId)),
);

function described(pool: Pool): object {
  const { tracking, maxPerUser } = sessionRules(pool);
  return {
    UserPoolId: pool.id,
    UserSessionTracking: tracking,
    TokenSession: { MaxPerUser: maxPerUser },
  };
}

const clientInput = poolInput.extend({ ClientId: clientId });

const setClientInput = clientInput.extend({
  SSOSession: z.object({ MaxValidityMinutes: z.int().min(0).max(129_600) }),
});

export const setUserPoolClientSessionConfiguration = operation(
  "SetUserPoolClientSessionConfiguration",
  "signed",
  setClientInput,
  ({ store }, { UserPoolId, ClientId, SSOSession }) => {
    const pool = store.pool(UserPoolId);
    const { id } = pool.client(ClientId);
    checkTier(pool.settings);
    checkTracked(pool);
    pool.records.of("client-session-rules").save(id, { maxValidityMinutes: SSOSession.MaxValidityMinutes });
    return describedClient(pool, id);
  },
);

export const getUserPoolClientSessionConfiguration = operation(
  "GetUserPoolClientSessionConfiguration",
  "signed",
  clientInput,
  ({ store }, { UserPoolId, ClientId }) => {
    const pool = store.pool(UserPoolId);
    return describedClient(pool, pool.client(ClientId).id);
  },
);

function describedClient(pool: Pool, id: string): object {
  return { UserPoolId: pool.id, ClientId: id, SSOSession: { MaxValidityMinutes: reuseMinutes(pool, id) } };
}

/**
 * Issues the access token of the client credentials grant: the scopes of a client, no user. Runs
 * PreTokenGeneration V3_0.
 */
import { randomUUID } from "node:crypto";
import type { Services } from "../services.js";
import { lifetimeSeconds } from "../settings/client-settings.js";
import { signJwt } from "../tokens/jwt.js";
import { type MachineTokenRequest, machineTokenGeneration } from "../triggers/machine-token-generation.js";

export interface MachineToken {
  readonly token: string;
  readonly lifetime: number;
}

export async function machineToken(services: Services, request: MachineTokenRequest): Promise<MachineToken> {
  const { pool, client, scopes } = request;
  const { accessToken } = await machineTokenGeneration(services, request);
  const granted = [...new Set([...scopes, ...accessToken.addScopes])];
  const lifetime = lifetimeSeconds(client.settings, "access");
  const now = Math.floor(services.clock.now() / 1000);
  const { aud, ...added } = accessToken.add;
  const claims = {
    ...added,
    ...(aud === client.id && { aud }),
    sub: client.id,
    token_use: "access",
    scope: granted.filter((scope) => !accessToken.suppressScopes.includes(scope)).join(" "),
    auth_time: now,
    iss: pool.issuer,
    exp: now + lifetime,
    iat: now,
    version: 2,
    jti: randomUUID(),
    client_id: client.id,
  };
  const kept = Object.entries(claims).filter(([name]) => !accessToken.suppress.includes(name));
  return { token: await signJwt(pool.keys.access, Object.fromEntries(kept)), lifetime };
}

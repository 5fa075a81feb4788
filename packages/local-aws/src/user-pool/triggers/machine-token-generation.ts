/**
 * PreTokenGeneration for the client credentials grant. It runs for event version V3_0 only, without a user.
 */
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes } from "../store/user.js";
import { type ClaimOverrides, noOverrides } from "../tokens/claim-overrides.js";
import { laterOverrides } from "./pre-token-generation.js";
import { laterVersions } from "./token-answers.js";

export interface MachineTokenRequest {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly scopes: readonly string[];
  readonly clientMetadata?: Attributes | undefined;
}

export async function machineTokenGeneration(
  { runTrigger }: Services,
  { pool, client, scopes, clientMetadata }: MachineTokenRequest,
): Promise<ClaimOverrides> {
  const config = pool.settings.LambdaConfig.PreTokenGenerationConfig;
  if (config?.LambdaVersion !== "V3_0") return noOverrides;
  const response = await runTrigger({
    trigger: "PreTokenGeneration",
    source: "TokenGeneration_ClientCredentials",
    functionArn: config.LambdaArn,
    version: "3",
    pool,
    userName: "ClientCredentials",
    clientId: client.id,
    request: {
      userAttributes: {},
      groupConfiguration: null,
      scopes,
      ...(clientMetadata && { clientMetadata }),
    },
    response: { claimsAndScopeOverrideDetails: null },
    answer: laterVersions,
  });
  return laterOverrides(response);
}

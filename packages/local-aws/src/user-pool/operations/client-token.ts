/**
 * GetClientToken: the client credentials grant through the API. The client needs a secret, and
 * ALLOW_CLIENT_TOKEN_AUTH must be its only flow. It can get only the scopes in its settings.
 */
import { z } from "zod";
import { machineToken } from "../auth/machine-token.js";
import { invalidParameter } from "../errors.js";
import { customScopes } from "../oauth/client-oauth.js";
import { checkRawSecret } from "../rules/client-secret.js";
import { clientTokenFlow } from "../settings/client-settings.js";
import type { PoolClient } from "../store/pool.js";
import { clientId, metadata } from "./fields.js";
import { operation } from "./operation.js";

const input = z.object({
  ClientId: clientId,
  Secret: z.string().min(1).max(64),
  Scopes: z.array(z.string().min(1).max(256)).max(50).default([]),
  ClientMetadata: metadata,
});

export const getClientToken = operation("GetClientToken", "public", input, async (services, request) => {
  const { pool, client } = services.store.client(request.ClientId);
  checkRawSecret(client, request.Secret);
  if (!client.settings.ExplicitAuthFlows.includes(clientTokenFlow)) {
    throw invalidParameter(`${clientTokenFlow} flow not enabled for this client`);
  }
  const scopes = grantedScopes(client, request.Scopes);
  const { ClientMetadata: clientMetadata } = request;
  const { token, lifetime } = await machineToken(services, { pool, client, scopes, clientMetadata });
  const ClientAuthenticationResult = { AccessToken: token, ExpiresIn: lifetime, TokenType: "Bearer" };
  return { ClientAuthenticationResult };
});

function grantedScopes({ settings }: PoolClient, wanted: readonly string[]): readonly string[] {
  const possible = customScopes(settings.AllowedOAuthScopes);
  if (wanted.length === 0) return possible;
  const unknownScope = wanted.find((scope) => !possible.includes(scope));
  if (unknownScope !== undefined) throw invalidParameter(`Invalid scope requested: ${unknownScope}`);
  return [...new Set(wanted)];
}

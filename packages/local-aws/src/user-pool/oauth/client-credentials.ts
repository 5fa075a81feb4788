/**
 * The client credentials grant: an access token with scopes of resource servers. Only PreTokenGeneration V3_0
 * runs.
 */
import { z } from "zod";
import { machineToken } from "../auth/machine-token.js";
import type { PoolClient } from "../store/pool.js";
import { customScopes } from "./client-oauth.js";
import type { OAuthRequest } from "./exchange.js";
import { OAuthError } from "./oauth-error.js";

export async function clientCredentials(request: OAuthRequest, client: PoolClient): Promise<object> {
  const { services, pool } = request;
  const scopes = machineScopes(client, request.form.get("scope"));
  const clientMetadata = metadataOf(request);
  const { token, lifetime } = await machineToken(services, { pool, client, scopes, clientMetadata });
  return { access_token: token, expires_in: lifetime, token_type: "Bearer" };
}

function machineScopes({ secret, settings }: PoolClient, wanted: string | null): readonly string[] {
  const { AllowedOAuthFlows: flows, AllowedOAuthFlowsUserPoolClient: allowed } = settings;
  if (secret === undefined || !allowed || !flows.includes("client_credentials")) {
    throw new OAuthError("unauthorized_client", "The client may not use client_credentials.");
  }
  const possible = customScopes(settings.AllowedOAuthScopes);
  const scopes = [...new Set((wanted ?? "").split(" ").filter((scope) => scope !== ""))];
  if (scopes.length === 0) return possible;
  if (scopes.some((scope) => !possible.includes(scope))) {
    throw new OAuthError("invalid_scope", "The client may not have one of these scopes.");
  }
  return scopes;
}

const metadata = z.record(z.string(), z.string());

function metadataOf({ form }: OAuthRequest): Record<string, string> | undefined {
  const text = form.get("aws_client_metadata");
  if (text === null) return undefined;
  try {
    return metadata.parse(JSON.parse(text));
  } catch (cause) {
    throw new OAuthError("invalid_request", "aws_client_metadata is not a JSON object of strings.", {
      cause,
    });
  }
}

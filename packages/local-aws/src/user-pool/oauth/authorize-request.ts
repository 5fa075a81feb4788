/**
 * The request of a client to the authorize endpoint (developer guide, "Authorize endpoint"; RFC 6749, 4.1.1;
 * RFC 7636). The browser is not redirected until the redirect URI is known to be registered for the client.
 */
import type { Level } from "../rules/authentication-level.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { HostedGrant } from "../tokens/hosted-grant.js";
import {
  challengeOf,
  grantedScopes,
  invalid,
  maxAgeOf,
  promptsOf,
  type ResponseType,
  resourceOf,
  responseTypeOf,
  targetsOf,
} from "./authorize-parameters.js";

export interface AuthorizeRequest extends ReturnAddress {
  readonly responseType: ResponseType;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly challenge: string | undefined;
  readonly prompts: readonly string[];
  readonly maxAgeSeconds: number | undefined;
  readonly loginHint: string;
  /** The API that the access token is bound to. */
  readonly resource: string | undefined;
  /** The levels of acr_values, preferred one first. */
  readonly targets: readonly Level[] | undefined;
}

/** The properties that the tokens of this request carry. */
export const grantOf = ({ scopes, nonce, resource, targets }: AuthorizeRequest): HostedGrant => ({
  scopes,
  nonce,
  resource,
  targets,
});

export interface ReturnAddress {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
}

/** Returns undefined if errors must be shown here and not sent to the redirect URI. */
export function returnAddress(pool: Pool, query: URLSearchParams): ReturnAddress | undefined {
  const client = pool.clients.get(only(query, "client_id") ?? "");
  const redirectUri = only(query, "redirect_uri");
  if (!client || redirectUri === undefined || !client.settings.CallbackURLs.includes(redirectUri))
    return undefined;
  return { pool, client, redirectUri, state: query.get("state") ?? undefined };
}

const only = (query: URLSearchParams, name: string): string | undefined => {
  const values = query.getAll(name);
  return values.length === 1 ? values[0] : undefined;
};

/** Throws an OAuthError, which the caller sends to the redirect URI. */
export function authorizeRequest(address: ReturnAddress, query: URLSearchParams): AuthorizeRequest {
  const repeated = [...new Set(query.keys())].find((name) => query.getAll(name).length > 1);
  if (repeated !== undefined) throw invalid(`${repeated} is there more than once.`);
  const responseType = responseTypeOf(address.client.settings, query);
  return {
    ...address,
    responseType,
    scopes: grantedScopes(address.client, query.get("scope")),
    nonce: query.get("nonce") ?? undefined,
    challenge: challengeOf(query),
    prompts: promptsOf(query),
    maxAgeSeconds: maxAgeOf(query),
    loginHint: query.get("login_hint") ?? "",
    resource: resourceOf(query),
    targets: targetsOf(address.pool, query),
  };
}

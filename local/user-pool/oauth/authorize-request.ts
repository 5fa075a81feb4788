/**
 * What a client asks of the authorize endpoint (developer guide, "Authorize endpoint"; RFC 6749, 4.1.1; RFC 7636). Until
 * the client and its redirect URI are known to belong together, nothing is sent anywhere.
 */
import type { ClientSettings } from "../settings/client-settings.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { HostedGrant } from "../tokens/hosted-grant.js";
import { standardScopes } from "./client-oauth.js";
import { OAuthError } from "./oauth-error.js";

export interface AuthorizeRequest {
  readonly responseType: ResponseType;
  readonly client: PoolClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly challenge: string | undefined;
  readonly prompts: readonly string[];
  readonly maxAgeSeconds: number | undefined;
  readonly loginHint: string;
  /** The API that the access token is to be bound to. */
  readonly resource: string | undefined;
}

/** `token` is the implicit flow: the tokens themselves come back, in the fragment of the address. */
type ResponseType = "code" | "token";

/** What the tokens of this request will carry. */
export const grantOf = ({ scopes, nonce, resource }: AuthorizeRequest): HostedGrant => ({
  scopes,
  nonce,
  resource,
});

export interface ReturnAddress {
  readonly client: PoolClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
}

/** Undefined when the error must not be sent to the redirect URI, but shown here. */
export function returnAddress(pool: Pool, query: URLSearchParams): ReturnAddress | undefined {
  const client = pool.clients.get(only(query, "client_id") ?? "");
  const redirectUri = only(query, "redirect_uri");
  if (!client || redirectUri === undefined || !client.settings.CallbackURLs.includes(redirectUri))
    return undefined;
  return { client, redirectUri, state: query.get("state") ?? undefined };
}

const only = (query: URLSearchParams, name: string): string | undefined => {
  const values = query.getAll(name);
  return values.length === 1 ? values[0] : undefined;
};

const knownPrompts = ["none", "login", "select_account", "consent"];

/** Throws an OAuthError that goes to the redirect URI. */
export function authorizeRequest(address: ReturnAddress, query: URLSearchParams): AuthorizeRequest {
  const repeated = [...new Set(query.keys())].find((name) => query.getAll(name).length > 1);
  if (repeated !== undefined) throw invalid(`${repeated} is there more than once.`);
  const responseType = responseTypeOf(address.client.settings, query);
  const prompts = (query.get("prompt") ?? "").split(" ").filter((prompt) => prompt !== "");
  if (prompts.some((prompt) => !knownPrompts.includes(prompt))) throw invalid("prompt is unknown.");
  if (prompts.includes("none") && prompts.length > 1) throw invalid("prompt none stands alone.");
  const maxAge = query.get("max_age");
  if (maxAge !== null && !/^\d{1,9}$/.test(maxAge)) throw invalid("max_age must be seconds.");
  return {
    ...address,
    responseType,
    scopes: grantedScopes(address.client, query.get("scope")),
    nonce: query.get("nonce") ?? undefined,
    challenge: challengeOf(query),
    prompts,
    maxAgeSeconds: maxAge === null ? undefined : Number(maxAge),
    loginHint: query.get("login_hint") ?? "",
    resource: resourceOf(query),
  };
}

const invalid = (description: string) => new OAuthError("invalid_request", description);

function responseTypeOf(settings: ClientSettings, query: URLSearchParams): ResponseType {
  const wanted = query.get("response_type");
  if (wanted !== "code" && wanted !== "token") throw invalid("response_type must be code or token.");
  const flow = wanted === "code" ? "code" : "implicit";
  if (!settings.AllowedOAuthFlowsUserPoolClient || !settings.AllowedOAuthFlows.includes(flow)) {
    throw new OAuthError("unauthorized_client", `The client may not use the ${flow} flow.`);
  }
  return wanted;
}

/** Addresses as those of callbacks: https, this machine by name, or a scheme of one's own (RFC 8707, 2: no fragment). */
function resourceOf(query: URLSearchParams): string | undefined {
  const resource = query.get("resource");
  if (resource === null) return undefined;
  const fits = /^(https:|http:(?=\/\/localhost(?:[:/?]|$))|(?!http:)[a-z][a-z\d+.-]*:)\/\/[^\s#]+$/i.test(
    resource,
  );
  if (!fits || !URL.canParse(resource)) throw invalid("resource must be an absolute URL without a fragment.");
  return resource;
}

/** All that the client may have, when it asks for nothing. */
function grantedScopes({ settings }: PoolClient, wanted: string | null): readonly string[] {
  const { AllowedOAuthScopes: allowed } = settings;
  const scopes = [...new Set((wanted ?? "").split(" ").filter((scope) => scope !== ""))];
  if (scopes.length === 0) return allowed;
  if (scopes.some((scope) => !allowed.includes(scope))) {
    throw new OAuthError("invalid_scope", "The client may not have one of these scopes.");
  }
  const profile = ["email", "phone", "profile"].some((scope) => scopes.includes(scope));
  if (profile && !scopes.includes("openid")) {
    throw new OAuthError("invalid_scope", "email, phone and profile need openid.");
  }
  return scopes;
}

function challengeOf(query: URLSearchParams): string | undefined {
  const challenge = query.get("code_challenge");
  const method = query.get("code_challenge_method");
  if (challenge === null && method === null) return undefined;
  if (method !== "S256") throw invalid("code_challenge_method must be S256.");
  if (challenge === null || !/^[\w-]{43}$/.test(challenge))
    throw invalid("code_challenge is not one of S256.");
  return challenge;
}

/** The scopes of resource servers among these. */
export const customScopes = (scopes: readonly string[]): string[] =>
  scopes.filter((scope) => !standardScopes.includes(scope));

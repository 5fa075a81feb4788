/**
 * Reads the parameters of the authorize endpoint. Each function throws an OAuthError for an invalid value.
 */
import type { Level } from "../rules/authentication-level.js";
import { levelsNamed } from "../settings/acr-levels.js";
import type { ClientSettings } from "../settings/client-settings.js";
import type { Pool, PoolClient } from "../store/pool.js";
import { OAuthError } from "./oauth-error.js";

/** `token` is the implicit flow: the tokens are returned in the fragment of the redirect URI. */
export type ResponseType = "code" | "token";

export const invalid = (description: string) => new OAuthError("invalid_request", description);

const knownPrompts = ["none", "login", "select_account", "consent"];

export function promptsOf(query: URLSearchParams): readonly string[] {
  const prompts = (query.get("prompt") ?? "").split(" ").filter((prompt) => prompt !== "");
  if (prompts.some((prompt) => !knownPrompts.includes(prompt))) throw invalid("prompt is unknown.");
  if (prompts.includes("none") && prompts.length > 1)
    throw invalid("prompt none cannot be combined with other values.");
  return prompts;
}

export function maxAgeOf(query: URLSearchParams): number | undefined {
  const maxAge = query.get("max_age");
  if (maxAge === null) return undefined;
  if (!/^\d{1,9}$/.test(maxAge)) throw invalid("max_age must be seconds.");
  return Number(maxAge);
}

export function responseTypeOf(settings: ClientSettings, query: URLSearchParams): ResponseType {
  const wanted = query.get("response_type");
  if (wanted !== "code" && wanted !== "token") throw invalid("response_type must be code or token.");
  const flow = wanted === "code" ? "code" : "implicit";
  if (!settings.AllowedOAuthFlowsUserPoolClient || !settings.AllowedOAuthFlows.includes(flow)) {
    throw new OAuthError("unauthorized_client", `The client may not use the ${flow} flow.`);
  }
  return wanted;
}

/**
 * A resource follows the rules for callback URLs: https, a loopback host or a custom scheme, without a
 * fragment (RFC 8707, 2).
 */
export function resourceOf(query: URLSearchParams): string | undefined {
  const resource = query.get("resource");
  if (resource === null) return undefined;
  const fits = /^(https:|http:(?=\/\/localhost(?:[:/?]|$))|(?!http:)[a-z][a-z\d+.-]*:)\/\/[^\s#]+$/i.test(
    resource,
  );
  if (!fits || !URL.canParse(resource)) throw invalid("resource must be an absolute URL without a fragment.");
  return resource;
}

/** The Lite plan has no authentication levels and ignores the parameter, as documented. */
export function targetsOf({ settings }: Pool, query: URLSearchParams): readonly Level[] | undefined {
  const list = query.get("acr_values");
  if (list === null || settings.UserPoolTier === "LITE") return undefined;
  const targets = levelsNamed(settings.AcrConfiguration, list);
  if (targets.length === 0) throw invalid("acr_values has no level of this user pool.");
  return targets;
}

/** If the client requests no scopes, it gets all scopes that it is allowed. */
export function grantedScopes({ settings }: PoolClient, wanted: string | null): readonly string[] {
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

export function challengeOf(query: URLSearchParams): string | undefined {
  const challenge = query.get("code_challenge");
  const method = query.get("code_challenge_method");
  if (challenge === null && method === null) return undefined;
  if (method !== "S256") throw invalid("code_challenge_method must be S256.");
  if (challenge === null || !/^[\w-]{43}$/.test(challenge))
    throw invalid("code_challenge is not one of S256.");
  return challenge;
}

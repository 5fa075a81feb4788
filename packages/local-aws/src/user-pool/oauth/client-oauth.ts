/**
 * Checks that the OAuth settings of a client are consistent with each other and the pool (API reference,
 * CreateUserPoolClient).
 */
import { CognitoError, invalidParameter } from "../errors.js";
import type { ClientSettings } from "../settings/client-settings.js";
import { apiScope } from "../tokens/claims.js";
import type { OAuthRecords } from "./records.js";

/** The scopes that every pool has. */
const standardScopes: readonly string[] = ["openid", "email", "phone", "profile", apiScope];

/** Returns the scopes that belong to resource servers. */
export const customScopes = (scopes: readonly string[]): string[] =>
  scopes.filter((scope) => !standardScopes.includes(scope));

/**
 * Throws InvalidParameterException or ScopeDoesNotExistException for settings that Amazon Cognito rejects.
 */
export function checkClientOAuth(
  settings: ClientSettings,
  records: OAuthRecords,
  hasSecret: boolean,
  place: string,
): void {
  for (const uri of [...settings.CallbackURLs, ...settings.LogoutURLs]) checkUri(uri, place);
  const { DefaultRedirectURI: fallback } = settings;
  if (fallback !== undefined && !settings.CallbackURLs.includes(fallback)) {
    throw invalidParameter(`${place}: DefaultRedirectURI must be one of the callback URLs.`);
  }
  const known = new Set([...standardScopes, ...records.scopes()]);
  const unknown = settings.AllowedOAuthScopes.find((scope) => !known.has(scope));
  if (unknown !== undefined) {
    throw new CognitoError("ScopeDoesNotExistException", `${place}: Invalid scope requested: ${unknown}`);
  }
  const unknownProvider = settings.SupportedIdentityProviders.find(
    (name) => name !== "COGNITO" && !records.identityProviders.get(name),
  );
  if (unknownProvider !== undefined) {
    throw invalidParameter(`${place}: The provider ${unknownProvider} does not exist for the user pool.`);
  }
  checkFlows(settings, hasSecret, place);
}

function checkFlows(settings: ClientSettings, hasSecret: boolean, place: string): void {
  const { AllowedOAuthFlows: flows, AllowedOAuthScopes: scopes, CallbackURLs: callbacks } = settings;
  const usesRedirects = flows.includes("code") || flows.includes("implicit");
  if (!flows.includes("client_credentials")) {
    if (usesRedirects && (callbacks.length === 0 || scopes.length === 0)) {
      throw invalidParameter(
        `${place}: the code and implicit flows need CallbackURLs and AllowedOAuthScopes.`,
      );
    }
    return;
  }
  const flow = `${place}: client_credentials flow can not be selected`;
  if (usesRedirects) throw invalidParameter(`${flow} along with code flow or implicit flow.`);
  if (!hasSecret) throw invalidParameter(`${flow} if client does not have a client secret.`);
  if (scopes.some((scope) => standardScopes.includes(scope))) {
    throw invalidParameter(`${flow} with scopes other than those of resource servers.`);
  }
}

const loopback = ["localhost", "127.0.0.1", "[::1]"];
const neverRedirected = ["javascript:", "data:", "vbscript:", "file:"];

function checkUri(uri: string, place: string): void {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const plain = url?.protocol === "http:" && !loopback.includes(url.hostname);
  if (!url || plain || uri.includes("#") || neverRedirected.includes(url.protocol)) {
    throw invalidParameter(
      `${place}: a redirect URI must be absolute, without a fragment, and https or local.`,
    );
  }
}

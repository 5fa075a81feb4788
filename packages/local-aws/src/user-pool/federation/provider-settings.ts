/**
 * ProviderDetails of an external provider, as far as signing in with it needs them (API reference, CreateIdentityProvider).
 * Only what speaks OpenID Connect: OIDC, and Google, whose addresses Amazon Cognito fills in itself.
 */
import type { IdentityProvider } from "../oauth/records.js";

export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly scope: string;
  readonly userInfoMethod: "GET" | "POST";
  /** Those that are given; the others come from discovery. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** The scheme and authority of one address to those of another: where a provider is to be found instead. */
export type ProviderAddresses = Readonly<Record<string, string>>;

const fixedIssuers: Readonly<Record<string, string>> = { Google: "https://accounts.google.com" };

const endpointNames = {
  authorize_url: "authorization_endpoint",
  token_url: "token_endpoint",
  attributes_url: "userinfo_endpoint",
  jwks_uri: "jwks_uri",
} as const;

/** All that a sign-in needs; with these there is nothing to discover. */
export const requiredEndpoints = ["authorization_endpoint", "token_endpoint", "jwks_uri"];

/** Undefined for a kind of provider that is not signed in with here. */
export function providerSettings({ type, details }: IdentityProvider): ProviderSettings | undefined {
  const issuer = details.oidc_issuer ?? fixedIssuers[type];
  const { client_id: clientId } = details;
  if ((type !== "OIDC" && type !== "Google") || issuer === undefined || clientId === undefined) {
    return undefined;
  }
  const endpoints = Object.entries(endpointNames).flatMap(([name, endpoint]) => {
    const url = details[name];
    return url ? [[endpoint, url]] : [];
  });
  return {
    issuer,
    clientId,
    clientSecret: details.client_secret,
    scope: scopesOf(details.authorize_scopes ?? ""),
    userInfoMethod: details.attributes_request_method === "POST" ? "POST" : "GET",
    endpoints: Object.fromEntries(endpoints) as Record<string, string>,
  };
}

/** Without openid there would be no ID token, and so nobody to sign in. */
function scopesOf(text: string): string {
  const scopes = text.split(/[\s,]+/).filter((scope) => scope !== "");
  return [...new Set(["openid", ...scopes])].join(" ");
}

export function addressed(url: string, addresses: ProviderAddresses): string {
  const { origin } = new URL(url);
  const other = addresses[origin];
  return other === undefined ? url : `${other}${url.slice(origin.length)}`;
}

const loopback = ["127.0.0.1", "localhost", "[::1]"];

/** Plain HTTP is for providers on this machine, which Amazon Cognito could not reach. */
export function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && loopback.includes(hostname));
}

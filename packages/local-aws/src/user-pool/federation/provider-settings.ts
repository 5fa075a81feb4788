/**
 * The parts of ProviderDetails that a sign-in needs (API reference, CreateIdentityProvider). Only OpenID
 * Connect providers are supported: OIDC, and Google, whose endpoints Amazon Cognito knows.
 */
import type { IdentityProvider } from "../oauth/records.js";

export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly scope: string;
  readonly userInfoMethod: "GET" | "POST";
  /** The endpoints that are given. Discovery supplies the others. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** Maps the origin of a provider to the origin that replaces it. */
export type ProviderAddresses = Readonly<Record<string, string>>;

const fixedIssuers: Readonly<Record<string, string>> = { Google: "https://accounts.google.com" };

const endpointNames = {
  authorize_url: "authorization_endpoint",
  token_url: "token_endpoint",
  attributes_url: "userinfo_endpoint",
  jwks_uri: "jwks_uri",
} as const;

/** The endpoints that a sign-in needs. If all are given, discovery is skipped. */
export const requiredEndpoints = ["authorization_endpoint", "token_endpoint", "jwks_uri"];

/** Returns undefined for a provider type that does not support sign-in here. */
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

/** Requires openid. Without it there is no ID token, and the user stays unknown. */
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

/** Plain HTTP is allowed for providers on this machine only. Amazon Cognito could not reach those. */
export function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && loopback.includes(hostname));
}

/**
 * The pool as a client of an external provider, using openid-client. It uses the code flow with state, nonce
 * and, if the provider supports it, PKCE. The client secret is sent in the body. ID tokens are verified with
 * the provider's keys. (OpenID Connect Core 3.1.)
 */
import * as oidc from "openid-client";
import { boundedFetch, TooLarge } from "../../bounded-fetch.js";
import { Unreachable } from "./provider-error.js";
import {
  addressed,
  isSafeAddress,
  type ProviderAddresses,
  type ProviderSettings,
  requiredEndpoints,
} from "./provider-settings.js";

const timeoutSeconds = 5;
const limits = { timeoutMs: timeoutSeconds * 1000, maxBytes: 1024 * 1024 };

/** Throws Unreachable, or an error of openid-client for invalid metadata. */
export const relyingParty = (settings: ProviderSettings, addresses: ProviderAddresses) =>
  byProvider(() => configured(settings, addresses));

/** Converts the type errors of openid-client: here they mean invalid data from the provider. */
async function byProvider<T>(exchange: () => Promise<T>): Promise<T> {
  try {
    return await exchange();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new oidc.ClientError("the provider sent something of a wrong type", { cause: error });
  }
}

async function configured(
  settings: ProviderSettings,
  addresses: ProviderAddresses,
): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret, endpoints } = settings;
  const authentication = clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret);
  const complete = requiredEndpoints.every((name) => endpoints[name] !== undefined);
  const found = complete ? {} : await discovered(settings, addresses);
  const metadata: oidc.ServerMetadata = { issuer, ...found, ...endpoints };
  const { authorization_endpoint: authorize = "" } = metadata;
  if (requiredEndpoints.some((name) => !URL.canParse(String(metadata[name])))) {
    throw new oidc.ClientError("the metadata of the provider lacks an endpoint");
  }
  const config = new oidc.Configuration(
    { ...metadata, authorization_endpoint: addressed(authorize, addresses) },
    clientId,
    clientSecret,
    authentication,
  );
  config.timeout = timeoutSeconds;
  config[oidc.customFetch] = fetchAt(addresses);
  oidc.allowInsecureRequests(config);
  // Plain HTTP is possible here, so the signature of the ID token must be verified.
  oidc.enableNonRepudiationChecks(config);
  return config;
}

async function discovered(
  { issuer, clientId }: ProviderSettings,
  addresses: ProviderAddresses,
): Promise<Partial<oidc.ServerMetadata>> {
  const config = await oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), {
    timeout: timeoutSeconds,
    execute: [oidc.allowInsecureRequests],
    [oidc.customFetch]: fetchAt(addresses),
  });
  const { supportsPKCE: _, ...metadata } = config.serverMetadata();
  return metadata;
}

/** Sends plain HTTP to this machine only. */
function fetchAt(addresses: ProviderAddresses): oidc.CustomFetch {
  return async (url, options) => {
    const target = addressed(url, addresses);
    if (!isSafeAddress(target)) throw new Unreachable("plain HTTP");
    try {
      return await boundedFetch(target, limits, options as RequestInit);
    } catch (error) {
      if (error instanceof TooLarge) throw error;
      throw new Unreachable(error);
    }
  };
}

export interface ExternalProfile {
  readonly subject: string;
  readonly issuer: string;
  readonly idToken: Readonly<Record<string, unknown>>;
  readonly userInfo: Readonly<Record<string, unknown>>;
  readonly tokenResponse: Readonly<Record<string, unknown>>;
}

/** Throws an error of openid-client if a response, token or profile does not belong to this transaction. */
export const externalProfile = (
  config: oidc.Configuration,
  callback: URL,
  checks: oidc.AuthorizationCodeGrantChecks,
  userInfoMethod: ProviderSettings["userInfoMethod"],
) => byProvider(() => exchanged(config, callback, checks, userInfoMethod));

async function exchanged(
  config: oidc.Configuration,
  callback: URL,
  checks: oidc.AuthorizationCodeGrantChecks,
  userInfoMethod: ProviderSettings["userInfoMethod"],
): Promise<ExternalProfile> {
  const tokens = await oidc.authorizationCodeGrant(config, callback, { ...checks, idTokenExpected: true });
  const idToken = tokens.claims();
  if (!idToken || idToken.sub === "") throw new oidc.ClientError("the ID token has no subject");
  const { access_token: accessToken } = tokens;
  const userInfo = await profileOf(config, accessToken, idToken.sub, userInfoMethod);
  const tokenResponse = Object.fromEntries(Object.entries(tokens));
  return { subject: idToken.sub, issuer: idToken.iss, idToken: { ...idToken }, userInfo, tokenResponse };
}

async function profileOf(
  config: oidc.Configuration,
  accessToken: string,
  subject: string,
  method: ProviderSettings["userInfoMethod"],
): Promise<Record<string, unknown>> {
  const { userinfo_endpoint: endpoint } = config.serverMetadata();
  if (endpoint === undefined) return {};
  if (method === "GET") return { ...(await oidc.fetchUserInfo(config, accessToken, subject)) };
  // fetchUserInfo supports GET only. The subject is still compared (OpenID Connect Core 5.3.2).
  const response = await oidc.fetchProtectedResource(config, accessToken, new URL(endpoint), "POST");
  const profile: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
  if (typeof profile !== "object" || profile === null || !("sub" in profile) || profile.sub !== subject) {
    throw new oidc.ClientError("the profile is not that of the ID token");
  }
  return { ...profile };
}

/**
 * Starts a sign-in with an external provider: redirects the browser there with the state of a new
 * transaction.
 */
import { randomBytes } from "node:crypto";
import * as oidc from "openid-client";
import type { AuthorizeRequest, ReturnAddress } from "../oauth/authorize-request.js";
import {
  cookie,
  cookieHeader,
  type OAuthAnswer,
  type OAuthRequest,
  redirect,
  withParameters,
} from "../oauth/exchange.js";
import { OAuthError } from "../oauth/oauth-error.js";
import type { IdentityProvider } from "../oauth/records.js";
import { returnedErrorOf } from "./provider-error.js";
import { type ProviderSettings, providerSettings } from "./provider-settings.js";
import { relyingParty } from "./relying-party.js";
import { transactionSeconds } from "./transactions.js";

/** The cookie that binds transactions to this browser. */
export const browserCookie = "cognito-fl";

/** The redirect URI that is registered with providers. */
export const callbackAddress = ({ url, pool }: OAuthRequest): string =>
  `${url.origin}/${pool.id}/oauth2/idpresponse`;

export async function toProvider(
  request: OAuthRequest,
  asked: AuthorizeRequest,
  provider: IdentityProvider,
): Promise<OAuthAnswer> {
  const settings = providerSettings(provider);
  if (!settings) {
    const message = `Signing in with providers of type ${provider.type} is not available here yet.`;
    throw new OAuthError("invalid_request", message);
  }
  try {
    return await redirected(request, asked, provider, settings);
  } catch (error) {
    return returnedFailure(asked, provider.name, error);
  }
}

export function returnedFailure(
  { redirectUri, state }: ReturnAddress,
  provider: string,
  failure: unknown,
): OAuthAnswer {
  const { error, description } = returnedErrorOf(provider, failure);
  return redirect(withParameters(redirectUri, { error, error_description: description, state }));
}

async function redirected(
  request: OAuthRequest,
  asked: AuthorizeRequest,
  provider: IdentityProvider,
  settings: ProviderSettings,
): Promise<OAuthAnswer> {
  const { services, pool, url } = request;
  const config = await relyingParty(settings, services.providerAddresses);
  const nonce = oidc.randomNonce();
  const codeVerifier = config.serverMetadata().supportsPKCE() ? oidc.randomPKCECodeVerifier() : undefined;
  const browser = cookie(request, browserCookie) ?? randomBytes(32).toString("base64url");
  const transaction = { poolId: pool.id, provider: provider.name, config, search: url.search };
  const state = services.oauth.federated.begin({ ...transaction, nonce, codeVerifier }, browser);
  const prompt = asked.prompts.join(" ");
  const address = oidc.buildAuthorizationUrl(config, {
    response_type: "code",
    redirect_uri: callbackAddress(request),
    scope: settings.scope,
    state,
    nonce,
    ...(codeVerifier !== undefined && (await challengeOf(codeVerifier))),
    ...(prompt !== "" && { prompt }),
    ...(asked.loginHint !== "" && { login_hint: asked.loginHint }),
  });
  return redirect(address.href, cookieHeader(request, browserCookie, browser, transactionSeconds));
}

const challengeOf = async (codeVerifier: string) => ({
  code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
  code_challenge_method: "S256",
});

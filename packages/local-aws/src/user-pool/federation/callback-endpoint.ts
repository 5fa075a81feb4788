/**
 * GET /oauth2/idpresponse: the redirect URI for providers. The endpoint redirects only if the state belongs
 * to a transaction of this browser. Every outcome then goes to the application that started the sign-in.
 */
import { authorizeRequest, grantOf, returnAddress } from "../oauth/authorize-request.js";
import { cookie, type OAuthAnswer, type OAuthRequest } from "../oauth/exchange.js";
import { OAuthError } from "../oauth/oauth-error.js";
import { errorPage } from "../oauth/pages/page.js";
import { wordsFor } from "../oauth/pages/words.js";
import { signedInBrowser } from "../oauth/signed-in-browser.js";
import { browserCookie, callbackAddress, returnedFailure } from "./begin.js";
import { externalProviders } from "./chosen-provider.js";
import { signInFederated } from "./federated-sign-in.js";
import { providerSettings } from "./provider-settings.js";
import { type ExternalProfile, externalProfile } from "./relying-party.js";
import type { Transaction } from "./transactions.js";

export async function callbackEndpoint(request: OAuthRequest): Promise<OAuthAnswer> {
  const { services, pool, url } = request;
  const state = url.searchParams.get("state") ?? "";
  const browser = cookie(request, browserCookie) ?? "";
  const transaction = services.oauth.federated.take(state, pool.id, browser);
  // The client may have been deleted or changed in the meantime.
  const query = new URLSearchParams(transaction?.search);
  const address = transaction && returnAddress(pool, query);
  if (!address) return errorPage(request, wordsFor(request).signInOver);
  try {
    return await completed(request, transaction, state);
  } catch (error) {
    return returnedFailure(address, transaction.provider, error);
  }
}

async function completed(
  request: OAuthRequest,
  transaction: Transaction,
  state: string,
): Promise<OAuthAnswer> {
  const { services, pool } = request;
  const query = new URLSearchParams(transaction.search);
  const address = returnAddress(pool, query);
  const provider =
    address && externalProviders(pool, address.client).find(({ name }) => name === transaction.provider);
  if (!provider) throw new OAuthError("invalid_request", "The client does not sign in with this provider.");
  const asked = authorizeRequest(address, query);
  const method = providerSettings(provider)?.userInfoMethod ?? "GET";
  const profile = await authenticatedProfile(request, transaction, state, method);
  const signIn = { pool, client: asked.client, provider, profile, hosted: grantOf(asked) };
  return signedInBrowser(request, asked, await signInFederated(services, signIn), provider.name);
}

function authenticatedProfile(
  request: OAuthRequest,
  { config, nonce, codeVerifier }: Transaction,
  expectedState: string,
  method: "GET" | "POST",
): Promise<ExternalProfile> {
  const callback = new URL(callbackAddress(request));
  callback.search = request.url.search;
  const pkce = codeVerifier === undefined ? {} : { pkceCodeVerifier: codeVerifier };
  return externalProfile(config, callback, { expectedState, expectedNonce: nonce, ...pkce }, method);
}

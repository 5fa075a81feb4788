/** GET /oauth2/authorize: who is signed in already goes back at once, others go to the sign-in page. */
import { issueTokens } from "../auth/issue-tokens.js";
import { toProvider } from "../federation/begin.js";
import { chosenProvider, ownDirectory } from "../federation/chosen-provider.js";
import type { User } from "../store/user.js";
import { type AuthorizeRequest, authorizeRequest, grantOf, returnAddress } from "./authorize-request.js";
import { cookie, type OAuthAnswer, type OAuthRequest, redirect } from "./exchange.js";
import { asOAuthError, OAuthError } from "./oauth-error.js";
import { errorPage } from "./pages/page.js";
import { returnedError, returnedGrant } from "./return-to-client.js";
import { sessionCookie } from "./signed-in-browser.js";

export async function authorizeEndpoint(request: OAuthRequest): Promise<OAuthAnswer> {
  const query = request.url.searchParams;
  const address = returnAddress(request.pool, query);
  if (!address) return errorPage("The application or its redirect address is not known here.");
  try {
    const asked = authorizeRequest(address, query);
    const provider = chosenProvider(request.pool, asked.client, query);
    const wanted = provider?.name ?? (query.get("identity_provider") === null ? undefined : ownDirectory);
    const user = signedInUser(request, asked, wanted);
    if (user) return await signedInAgain(request, asked, user);
    if (asked.prompts.includes("none")) throw new OAuthError("login_required", "Nobody is signed in.");
    if (provider) return await toProvider(request, asked, provider);
    return redirect(`/${request.pool.id}/login${request.url.search}`);
  } catch (error) {
    return returnedError(address, asOAuthError(error));
  }
}

/** By the session of the browser, unless the client wants a fresh sign-in. */
function signedInUser(request: OAuthRequest, asked: AuthorizeRequest, wanted?: string): User | undefined {
  const { client, prompts, maxAgeSeconds } = asked;
  // select_account and consent are for external providers.
  const external = wanted !== undefined && wanted !== ownDirectory;
  const fresh = external ? ["login", "select_account", "consent"] : ["login"];
  if (prompts.some((prompt) => fresh.includes(prompt))) return undefined;
  const { services, pool } = request;
  const session = services.oauth.browserSessions.find(cookie(request, sessionCookie));
  if (session?.poolId !== pool.id) return undefined;
  const by = session.provider ?? ownDirectory;
  if (!client.settings.SupportedIdentityProviders.includes(by) || (wanted ?? by) !== by) return undefined;
  const age = services.clock.now() - session.signedInAt;
  if (maxAgeSeconds !== undefined && age > maxAgeSeconds * 1000) return undefined;
  const user = pool.users.byUsername(session.username);
  if (user?.sub !== session.sub || !user.enabled) return undefined;
  return user.status === "CONFIRMED" || session.provider !== undefined ? user : undefined;
}

/** The triggers of authentication do not run: nobody was authenticated. */
async function signedInAgain(
  request: OAuthRequest,
  asked: AuthorizeRequest,
  user: User,
): Promise<OAuthAnswer> {
  const { services, pool } = request;
  const signIn = { pool, client: asked.client, user, hosted: grantOf(asked) };
  return returnedGrant(request, asked, await issueTokens(services, signIn, "HostedAuth"));
}

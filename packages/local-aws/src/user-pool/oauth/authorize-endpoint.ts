/**
 * GET /oauth2/authorize: returns signed-in users to the application, and sends others to the sign-in page.
 */
import { issueTokens } from "../auth/issue-tokens.js";
import { linkToBrowser } from "../auth/sso-sessions.js";
import { toProvider } from "../federation/begin.js";
import { chosenProvider, ownDirectory } from "../federation/chosen-provider.js";
import { type AuthorizeRequest, authorizeRequest, grantOf, returnAddress } from "./authorize-request.js";
import { type BrowserUser, browserUser, levelReached } from "./browser-user.js";
import { cookie, type OAuthAnswer, type OAuthRequest, redirect } from "./exchange.js";
import { asOAuthError, OAuthError } from "./oauth-error.js";
import { errorPage } from "./pages/page.js";
import { wordsFor } from "./pages/words.js";
import { returnedError, returnedGrant } from "./return-to-client.js";
import { sessionCookie } from "./signed-in-browser.js";

export async function authorizeEndpoint(request: OAuthRequest): Promise<OAuthAnswer> {
  const query = request.url.searchParams;
  const address = returnAddress(request.pool, query);
  if (!address) return errorPage(request, wordsFor(request).unknownClient);
  try {
    const asked = authorizeRequest(address, query);
    const provider = chosenProvider(request.pool, asked.client, query);
    const wanted = provider?.name ?? (query.get("identity_provider") === null ? undefined : ownDirectory);
    const signedIn = browserUser(request, asked, wanted);
    if (signedIn && levelReached(signedIn, asked) === "reached") {
      return await signedInAgain(request, asked, signedIn);
    }
    if (asked.prompts.includes("none")) {
      throw new OAuthError("login_required", "No user is signed in as the application requires.");
    }
    if (provider) return await toProvider(request, asked, provider);
    return redirect(`/${request.pool.id}/login${request.url.search}`);
  } catch (error) {
    return returnedError(address, asOAuthError(error));
  }
}

/** The authentication triggers do not run, because the user does not authenticate again. */
async function signedInAgain(
  request: OAuthRequest,
  asked: AuthorizeRequest,
  { user, session }: BrowserUser,
): Promise<OAuthAnswer> {
  const { pool, client, targets } = asked;
  const proof = { methods: session.methods, asked: targets !== undefined, at: session.signedInAt };
  const signIn = { pool, client, user, hosted: grantOf(asked), proof };
  const tokens = await issueTokens(request.services, signIn, "HostedAuth");
  const handle = cookie(request, sessionCookie) ?? "";
  linkToBrowser(pool, tokens.AccessToken, handle, request.services.clock.now());
  return returnedGrant(request, asked, tokens);
}

/** GET /oauth2/authorize: who is signed in already goes back at once, others go to the sign-in page. */
import { issueTokens } from "../auth/issue-tokens.js";
import type { User } from "../store/user.js";
import { type AuthorizeRequest, authorizeRequest, grantOf, returnAddress } from "./authorize-request.js";
import { cookie, type OAuthAnswer, type OAuthRequest, redirect } from "./exchange.js";
import { asOAuthError, OAuthError } from "./oauth-error.js";
import { errorPage } from "./pages/page.js";
import { returnedError, returnedGrant } from "./return-to-client.js";

export const sessionCookie = "cognito";

export async function authorizeEndpoint(request: OAuthRequest): Promise<OAuthAnswer> {
  const query = request.url.searchParams;
  const address = returnAddress(request.pool, query);
  if (!address) return errorPage("The application or its redirect address is not known here.");
  try {
    const asked = authorizeRequest(address, query);
    const user = signedInUser(request, asked);
    if (user) return await signedInAgain(request, asked, user);
    if (asked.prompts.includes("none")) throw new OAuthError("login_required", "Nobody is signed in.");
    return redirect(`/${request.pool.id}/login${request.url.search}`);
  } catch (error) {
    return returnedError(address, asOAuthError(error));
  }
}

/** By the session of the browser, unless the client wants a fresh sign-in. */
function signedInUser(request: OAuthRequest, { prompts, maxAgeSeconds }: AuthorizeRequest): User | undefined {
  // select_account and consent are for external providers.
  if (prompts.includes("login")) return undefined;
  const { services, pool } = request;
  const session = services.oauth.browserSessions.find(cookie(request, sessionCookie));
  if (session?.poolId !== pool.id) return undefined;
  const age = services.clock.now() - session.signedInAt;
  if (maxAgeSeconds !== undefined && age > maxAgeSeconds * 1000) return undefined;
  const user = pool.users.byUsername(session.username);
  return user?.sub === session.sub && user.enabled && user.status === "CONFIRMED" ? user : undefined;
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

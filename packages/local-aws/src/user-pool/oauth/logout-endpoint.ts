/** GET /logout: ends the browser session, then redirects to a registered URL or to a new sign-in. */
import { cookie, cookieHeader, type OAuthAnswer, type OAuthRequest, redirect } from "./exchange.js";
import { errorPage } from "./pages/page.js";
import { sessionCookie } from "./signed-in-browser.js";

export function logoutEndpoint(request: OAuthRequest): OAuthAnswer {
  const { services, pool, url } = request;
  const client = pool.clients.get(url.searchParams.get("client_id") ?? "");
  if (!client) return errorPage(request, "The application is not known here.");
  const logoutUri = url.searchParams.get("logout_uri");
  const redirectUri = url.searchParams.get("redirect_uri");
  const leaves = logoutUri !== null && client.settings.LogoutURLs.includes(logoutUri);
  const returns =
    logoutUri === null && redirectUri !== null && client.settings.CallbackURLs.includes(redirectUri);
  if (!leaves && !returns)
    return errorPage(request, "The address to go to after signing out is not registered.");
  services.oauth.browserSessions.end(cookie(request, sessionCookie));
  return redirect(
    leaves ? logoutUri : `/${pool.id}/login${url.search}`,
    cookieHeader(request, sessionCookie, "", 0),
  );
}

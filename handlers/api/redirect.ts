/** Sign-in by redirect to the pool's own pages and to providers, and sign-out, as a browser opens them. */
import { AuthError } from "../../shared/domain/errors.js";
import { REDIRECT_SECONDS } from "../../shared/domain/redirect-sign-in.js";
import { isOriginOf } from "../../shared/domain/request-origin.js";
import { deviceCaller, deviceCookie } from "../../shared/edge/device-caller.js";
import { SESSION_COOKIE } from "../../shared/edge/host-cookie.js";
import { type HttpDeps, httpFunction } from "../../shared/edge/http-endpoint.js";
import { goTo, openedPage, type PageDeps, page, sentForm } from "../../shared/edge/page-endpoint.js";
import {
  clearedRedirectCookie,
  redirectBrowserOf,
  redirectCookie,
} from "../../shared/edge/redirect-cookie.js";
import { beginFields, returnFields, signOutFields } from "../../shared/edge/redirect-fields.js";
import { browserResponse, clearedSession } from "../../shared/edge/session-response.js";
import { SIGN_OUT_PAGE } from "../../shared/edge/sign-out-page.js";
import { type ViewerDeps, viewerCaller } from "../../shared/edge/viewer-caller.js";
import {
  beginRedirect,
  type CompleteRedirectDeps,
  completeRedirect,
  type Leaving,
} from "../../shared/flows/sign-in/redirect-sign-in.js";
import { type SignOutDeps, signOut } from "../../shared/flows/sign-in/sign-out.js";
import { httpPorts, viewerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { redirectPorts } from "../../shared/wiring/redirect.js";

type Deps = HttpDeps & PageDeps & ViewerDeps & CompleteRedirectDeps & SignOutDeps;

export const redirect = (deps: Deps) => {
  const leave = (leaving: Leaving, cookies: readonly string[]) =>
    goTo(leaving.location, redirectCookie(leaving, REDIRECT_SECONDS, cookies));
  const home = `${deps.site.origin}/`;
  const afterSignOut = (): string => deps.hostedPages.logoutUrl(home) ?? home;
  return httpFunction(deps, {
    "GET /auth/signin": openedPage(deps, beginFields, async (query, request) => {
      const { provider, return_to: returnTo, email } = query;
      const caller = await viewerCaller(deps, request);
      const wish = { provider, returnTo, email, remember: query.remember !== undefined, caller };
      return leave(await beginRedirect(deps, wish), request.cookies);
    }),
    "GET /auth/signin/callback": openedPage(deps, returnFields, async (query, request) => {
      const { state, code, error, error_description: errorDescription } = query;
      const browserOf = redirectBrowserOf(request.cookies);
      const caller = await deviceCaller(deps, request);
      const returned = await completeRedirect(deps, {
        ...{ state, code, error, errorDescription, browserOf, caller },
      });
      if (returned.kind === "again") return leave(returned.leaving, request.cookies);
      const { kept, device, returnTo, id } = returned;
      const set = [deviceCookie(device), clearedRedirectCookie(id)];
      return goTo(returnTo, browserResponse(kept, set).cookies);
    }),
    "GET /auth/signout": openedPage(deps, signOutFields, async () =>
      page(SIGN_OUT_PAGE, [new URL(afterSignOut()).origin]),
    ),
    "POST /auth/signout": sentForm(deps, async (request) => {
      if (!isOriginOf(deps.site, request.headers)) throw new AuthError("cross_site");
      const cookie = SESSION_COOKIE.sent(request.cookies);
      await signOut(deps, { cookie, caller: await deviceCaller(deps, request) });
      return goTo(afterSignOut(), clearedSession(deps));
    }),
  });
};

export const handler = wired(redirect, { ...httpPorts, ...viewerPorts, ...redirectPorts });

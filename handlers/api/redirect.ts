/** Sign-in by redirect to the pool's own pages and to providers, and sign-out, as a browser opens them. */
import { ADDRESS_PROOF_SECONDS } from "../../shared/domain/address-proof.js";
import { AuthError } from "../../shared/domain/errors.js";
import { REDIRECT_SECONDS } from "../../shared/domain/redirect-sign-in.js";
import { isOriginOf } from "../../shared/domain/request-origin.js";
import {
  ADDRESS_CODE_PATH,
  addressCodePage,
  addressProvedPage,
} from "../../shared/edge/address-code-page.js";
import { deviceCaller, deviceCookie } from "../../shared/edge/device-caller.js";
import { PROOF_COOKIE, SESSION_COOKIE } from "../../shared/edge/host-cookie.js";
import { type HttpDeps, httpFunction } from "../../shared/edge/http-endpoint.js";
import {
  goTo,
  openedPage,
  type PageDeps,
  page,
  sentFields,
  sentForm,
} from "../../shared/edge/page-endpoint.js";
import {
  clearedRedirectCookie,
  redirectBrowserOf,
  redirectCookie,
} from "../../shared/edge/redirect-cookie.js";
import {
  beginFields,
  proofFields,
  proofQuery,
  returnFields,
  signOutFields,
} from "../../shared/edge/redirect-fields.js";
import { browserResponse, clearedSession } from "../../shared/edge/session-response.js";
import { SIGN_OUT_PAGE } from "../../shared/edge/sign-out-page.js";
import { type ViewerDeps, viewerCaller } from "../../shared/edge/viewer-caller.js";
import { type ProveAddressDeps, proveAddress } from "../../shared/flows/sign-in/prove-address.js";
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

type Deps = HttpDeps & PageDeps & ViewerDeps & CompleteRedirectDeps & ProveAddressDeps & SignOutDeps;

export const redirect = (deps: Deps) => {
  const leave = (leaving: Leaving, cookies: readonly string[]) =>
    goTo(leaving.location, redirectCookie(leaving, REDIRECT_SECONDS, cookies));
  const codePage = `${deps.site.origin}${ADDRESS_CODE_PATH}`;
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
      if (returned.kind === "prove") {
        const held = PROOF_COOKIE.set(returned.handle, ADDRESS_PROOF_SECONDS);
        return goTo(codePage, [held, clearedRedirectCookie(returned.id)]);
      }
      const { kept, device, returnTo, id } = returned;
      const set = [deviceCookie(device), clearedRedirectCookie(id)];
      return goTo(returnTo, browserResponse(kept, set).cookies);
    }),
    "GET /auth/signin/proof": openedPage(deps, proofQuery, async ({ error }) =>
      page(addressCodePage(error !== undefined)),
    ),
    "POST /auth/signin/proof": sentFields(deps, proofFields, async ({ code }, request) => {
      if (!isOriginOf(deps.site, request.headers)) throw new AuthError("cross_site");
      const handle = PROOF_COOKIE.from(request.cookies);
      const caller = await deviceCaller(deps, request);
      const answered = await proveAddress(deps, { handle, code, caller });
      if (answered.kind === "wrong") return goTo(`${codePage}?error=invalid_code`);
      const { leaving } = answered;
      const cookies = redirectCookie(leaving, REDIRECT_SECONDS, request.cookies);
      return { ...page(addressProvedPage(leaving.location)), cookies: [...cookies, PROOF_COOKIE.cleared()] };
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

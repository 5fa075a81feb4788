/**
 * How the session of a request is kept. In a cookie, no script ever sees a token. Pages of the site get no tokens at all,
 * so that a script that got into a page cannot ask for them.
 */
import type { UserCredential } from "../domain/credential.js";
import { AuthError } from "../domain/errors.js";
import { isFromSite, isOwnPage } from "../domain/request-origin.js";
import type { Keeping, SessionMode } from "../domain/session.js";
import type { Settings } from "../ports/index.js";
import { accessTokenIn } from "./access-token.js";
import { SESSION_COOKIE } from "./host-cookie.js";
import type { HttpRequest } from "./http-endpoint.js";

export type SessionModeDeps = Pick<Settings, "sessionModes" | "site">;

type Wish = { readonly session?: SessionMode | undefined; readonly remember?: boolean | undefined };

/**
 * Without a wish: a cookie for browsers, which send Sec-Fetch-Site, and tokens for others, if the stage allows both.
 * @throws AuthError `invalid_request` for a mode that the stage or a page of the site may not have, and for `remember`
 * without a cookie; `cross_site`.
 */
export const keepingOf = (deps: SessionModeDeps, wish: Wish, { headers }: HttpRequest): Keeping => {
  const { sessionModes: allowed, site } = deps;
  const usual = headers["sec-fetch-site"] === undefined ? "token" : "cookie";
  const mode = wish.session ?? allowed.find((each) => each === usual) ?? allowed[0];
  if (mode === undefined || !allowed.includes(mode)) throw refused("session");
  if (mode === "token") {
    if (isOwnPage(site, headers)) throw refused("session");
    if (wish.remember !== undefined) throw refused("remember");
    return { mode };
  }
  if (!isFromSite(site, headers)) throw new AuthError("cross_site");
  return { mode, remember: wish.remember ?? false };
};

const refused = (field: string): AuthError => new AuthError("invalid_request", { fields: [field] });

/** The credential of a request to an endpoint without an authorizer. @throws AuthError `cross_site`. */
export const userCredential = (deps: Pick<Settings, "site">, request: HttpRequest): UserCredential => {
  const accessToken = accessTokenIn(request.headers);
  return accessToken === undefined ? { cookie: sessionCookieOf(deps, request) } : { accessToken };
};

/**
 * The cookie of a request that changes something. Undefined without one, and an empty text for several.
 * @throws AuthError `cross_site`.
 */
export const sessionCookieOf = (
  { site }: Pick<Settings, "site">,
  { cookies, headers }: HttpRequest,
): string | undefined => {
  const cookie = SESSION_COOKIE.sent(cookies);
  if (cookie !== undefined && !isFromSite(site, headers)) throw new AuthError("cross_site");
  return cookie;
};

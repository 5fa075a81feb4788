/**
 * The response with a new session: access and ID token in the body, the refresh token in an HttpOnly cookie.
 */
import { AuthError } from "../domain/errors.js";
import type { Session, Settings } from "../ports/index.js";
import { REFRESH_COOKIE } from "./host-cookie.js";
import type { HttpRequest, HttpResponse } from "./http-endpoint.js";

export type SessionDeps = Pick<Settings, "lifetime">;

/** @throws AuthError `session_expired` without the cookie. */
export const refreshTokenOf = ({ cookies }: HttpRequest): string => {
  const token = REFRESH_COOKIE.from(cookies);
  if (token === undefined) throw new AuthError("session_expired");
  return token;
};

/**
 * The refresh token of a request that may have none. For several cookies, an empty text, which is no session's, because a
 * sign-out must not be answered as if the request had no session.
 */
export const optionalRefreshTokenOf = ({ cookies }: HttpRequest): string | undefined =>
  REFRESH_COOKIE.from(cookies) ?? (REFRESH_COOKIE.isSent(cookies) ? "" : undefined);

/** `cookies` are set in addition to the refresh token's. */
export const sessionResponse = (
  session: Session,
  lifetime: Settings["lifetime"],
  cookies: readonly string[] = [],
): HttpResponse => {
  const set = [
    ...(session.refreshToken === undefined
      ? []
      : [REFRESH_COOKIE.set(session.refreshToken, lifetime.refreshSeconds)]),
    ...cookies,
  ];
  return {
    status: 200,
    body: {
      access_token: session.accessToken,
      id_token: session.idToken,
      token_type: "Bearer",
      expires_in: session.expiresInSeconds,
    },
    ...(set.length > 0 && { cookies: set }),
  };
};

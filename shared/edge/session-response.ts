/**
 * The response with a new session: access and ID token in the body, the refresh token in an HttpOnly cookie.
 */
import type { Session, Settings } from "../ports/index.js";
import { REFRESH_COOKIE } from "./host-cookie.js";
import type { HttpResponse } from "./http-endpoint.js";

export type SessionDeps = Pick<Settings, "lifetime">;

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

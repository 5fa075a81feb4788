/**
 * The cookie that holds the refresh token, out of reach of scripts and of other hosts.
 * RFC 6265bis section 4.1.3.2: a `__Host-` cookie is Secure, has Path=/ and no Domain.
 */

const NAME = "__Host-refresh";
const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict";
const MAX_COOKIE_BYTES = 4096; // browsers drop a longer name and value without a word

/** @throws Error when the token would not fit into a cookie. */
export const refreshCookie = (refreshToken: string, maxAgeSeconds: number): string => {
  if (NAME.length + refreshToken.length > MAX_COOKIE_BYTES)
    throw new Error("refresh token too long for a cookie");
  return `${NAME}=${refreshToken}; ${ATTRIBUTES}; Max-Age=${maxAgeSeconds}`;
};

/** Clears the cookie, with the attributes that it was set with. */
export const clearedRefreshCookie = (): string => `${NAME}=; ${ATTRIBUTES}; Max-Age=0`;

/** The refresh token among the request's cookies. Two of the name are a sign of tampering: none counts then. */
export const refreshTokenFrom = (cookies: readonly string[]): string | undefined => {
  const values = cookies
    .flatMap((cookie) => cookie.split(";"))
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(`${NAME}=`))
    .map((cookie) => cookie.slice(NAME.length + 1));
  return values.length === 1 && values[0] !== "" ? values[0] : undefined;
};

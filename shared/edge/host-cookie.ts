/**
 * Cookies out of reach of scripts and of other hosts.
 * RFC 6265bis section 4.1.3.2: a `__Host-` cookie is Secure, has Path=/ and no Domain.
 */

const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict";
const MAX_COOKIE_BYTES = 4096; // browsers drop a longer name and value without a word

type HostCookie = {
  /** @throws Error when the value would not fit into a cookie. */
  readonly set: (value: string, maxAgeSeconds: number) => string;
  /** Clears the cookie, with the attributes that it was set with. */
  readonly cleared: () => string;
  /** The value among the request's cookies. Two of the name are a sign of tampering: none counts then. */
  readonly from: (cookies: readonly string[]) => string | undefined;
};

const hostCookie = (shortName: string): HostCookie => {
  const name = `__Host-${shortName}`;
  return {
    set: (value, maxAgeSeconds) => {
      if (name.length + value.length > MAX_COOKIE_BYTES) throw new Error("value too long for a cookie");
      return `${name}=${value}; ${ATTRIBUTES}; Max-Age=${maxAgeSeconds}`;
    },
    cleared: () => `${name}=; ${ATTRIBUTES}; Max-Age=0`,
    from: (cookies) => {
      const values = cookies
        .flatMap((cookie) => cookie.split(";"))
        .map((cookie) => cookie.trim())
        .filter((cookie) => cookie.startsWith(`${name}=`))
        .map((cookie) => cookie.slice(name.length + 1));
      return values.length === 1 && values[0] !== "" ? values[0] : undefined;
    },
  };
};

/** Holds the refresh token. */
export const REFRESH_COOKIE = hostCookie("refresh");
/** Names a sign-in that waits for its code or link, and so binds that to the browser that asked. */
export const CHALLENGE_COOKIE = hostCookie("challenge");

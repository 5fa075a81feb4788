/**
 * Cookies that scripts cannot read and other hosts cannot set.
 * RFC 6265bis section 4.1.3.2: a `__Host-` cookie is Secure, has Path=/ and no Domain.
 */

const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict";
const MAX_COOKIE_BYTES = 4096; // browsers silently drop a cookie whose name and value are longer

type HostCookie = {
  /** Without a time, it lives as long as the browser. @throws Error if the value does not fit into a cookie. */
  readonly set: (value: string, maxAgeSeconds?: number) => string;
  /** Clears the cookie, with the same attributes. */
  readonly cleared: () => string;
  /** The cookie's value in a request. Undefined if the name occurs twice, which is a sign of tampering. */
  readonly from: (cookies: readonly string[]) => string | undefined;
  /** As `from`, but an empty text if the name occurs twice. */
  readonly sent: (cookies: readonly string[]) => string | undefined;
};

const hostCookie = (shortName: string): HostCookie => {
  const name = `__Host-${shortName}`;
  const start = `${name}=`;
  // The authorizer runs this for every request. The gateway has usually split the header.
  const valuesIn = (cookies: readonly string[]): string[] => {
    const values: string[] = [];
    for (const cookie of cookies)
      for (const part of cookie.includes(";") ? cookie.split(";") : [cookie]) {
        const pair = part.trim();
        if (pair.startsWith(start)) values.push(pair.slice(start.length));
      }
    return values;
  };
  return {
    set: (value, maxAgeSeconds) => {
      if (name.length + value.length > MAX_COOKIE_BYTES) throw new Error("value too long for a cookie");
      const life = maxAgeSeconds === undefined ? "" : `; Max-Age=${maxAgeSeconds}`;
      return `${name}=${value}; ${ATTRIBUTES}${life}`;
    },
    cleared: () => `${name}=; ${ATTRIBUTES}; Max-Age=0`,
    from: (cookies) => {
      const values = valuesIn(cookies);
      return values.length === 1 && values[0] !== "" ? values[0] : undefined;
    },
    sent: (cookies) => {
      const values = cookies.length === 0 ? [] : valuesIn(cookies).filter((value) => value !== "");
      return values.length > 1 ? "" : values[0];
    },
  };
};

/** Names the browser, which throttling knows after a sign-in. It proves nothing else. */
export const DEVICE_COOKIE = hostCookie("device");
/** Marks the browser of a sign-up. See `shared/flows/sign-up/sign-up-marker.ts`. */
export const SIGN_UP_COOKIE = hostCookie("sign-up");
/**
 * Holds the id of a browser's session. Newer browsers also demand HttpOnly for this name.
 * https://datatracker.ietf.org/doc/draft-ietf-httpbis-layered-cookies/
 */
export const SESSION_COOKIE = hostCookie("Http-session");
/** Holds the handle of a sign-in with a password that waits for another step. */
export const STEP_COOKIE = hostCookie("Http-step");
/** Holds the handle of an address that waits for its proof by a mailed code. */
export const PROOF_COOKIE = hostCookie("Http-proof");
/**
 * Holds the handle of a pending sign-in, which binds the code or magic link to the browser that requested it.
 */
export const CHALLENGE_COOKIE = hostCookie("challenge");

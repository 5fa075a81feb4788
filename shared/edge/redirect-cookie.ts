/**
 * The cookies of sign-ins by redirect, one for each transaction, named after it: tabs do not disturb each other. Lax, because
 * the browser comes back from another site.
 */
const PREFIX = "__Host-Http-redirect-";
const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax";
const NAME_LENGTH = 16;
/** A browser keeps 180 cookies of a site, and sends 10 KB of them at most. */
const MOST = 5;

const nameOf = (id: string): string => `${PREFIX}${id.slice(0, NAME_LENGTH)}`;

const sentIn = (cookies: readonly string[]): readonly (readonly [string, string])[] =>
  cookies
    .flatMap((cookie) => cookie.split(";"))
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(PREFIX))
    .map((cookie) => {
      const mark = cookie.indexOf("=");
      return [cookie.slice(0, mark), cookie.slice(mark + 1)] as const;
    });

const cleared = (name: string): string => `${name}=; ${ATTRIBUTES}; Max-Age=0`;

/** Sets the cookie of a transaction. Those that an earlier one left behind go, if there are too many. */
export const redirectCookie = (
  { id, browser }: { readonly id: string; readonly browser: string },
  maxAgeSeconds: number,
  cookies: readonly string[],
): readonly string[] => {
  const others = sentIn(cookies).map(([name]) => name);
  const surplus = others.length >= MOST ? others.filter((name) => name !== nameOf(id)) : [];
  return [`${nameOf(id)}=${browser}; ${ATTRIBUTES}; Max-Age=${maxAgeSeconds}`, ...surplus.map(cleared)];
};

export const clearedRedirectCookie = (id: string): string => cleared(nameOf(id));

/** Undefined without it, and if it occurs twice. */
export const redirectBrowserOf =
  (cookies: readonly string[]) =>
  (id: string): string | undefined => {
    const values = sentIn(cookies).filter(([name]) => name === nameOf(id));
    return values.length === 1 ? values[0]?.[1] : undefined;
  };

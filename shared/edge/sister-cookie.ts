/**
 * The cookie of sister sites. Every host of the parent domain gets it, and can overwrite it, so its name is not that of the
 * session. Lax, because a link from elsewhere to a sister site should find its user signed in.
 */

const NAME = "__Secure-sister-session";
const attributesOf = (domain: string): string => `Domain=${domain}; Path=/; Secure; HttpOnly; SameSite=Lax`;

type Sister = { readonly value: string; readonly domain: string };

/** Without a time, it lives as long as the browser. */
export const sisterCookie = ({ value, domain }: Sister, maxAgeSeconds?: number): string =>
  `${NAME}=${value}; ${attributesOf(domain)}${maxAgeSeconds === undefined ? "" : `; Max-Age=${maxAgeSeconds}`}`;

export const clearedSisterCookie = (domain: string): string => `${NAME}=; ${attributesOf(domain)}; Max-Age=0`;

/**
 * Whether a request comes from a page of the site. A browser sends a session cookie with requests of pages of other hosts
 * of the same site, too (RFC 10017 section 6.1.3.3). A page can neither set Sec-Fetch-Site or Origin, nor, without a
 * preflight request, a header of its own.
 * https://www.w3.org/TR/fetch-metadata/
 */

export type Site = {
  /** Of its pages, as in the header `Origin`. */
  readonly origin: string;
  /** Origins of the same site whose pages may use the sessions of this one. */
  readonly sisters: readonly string[];
  /** The parent domain whose hosts get the cookie of sister sites. */
  readonly sisterDomain?: string | undefined;
};

export type OriginHeaders = {
  readonly "sec-fetch-site"?: string | undefined;
  readonly origin?: string | undefined;
  readonly "x-csrf"?: string | undefined;
};

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

export const isSafeMethod = (method: string): boolean => SAFE.has(method);

/** Also demands the static header `x-csrf: 1`. */
export const isFromSite = (site: Site, headers: OriginHeaders): boolean =>
  headers["x-csrf"] === "1" && isOriginOf(site, headers);

/** By what the browser says alone, for forms, which cannot set a header. */
export const isOriginOf = (
  { origin: own, sisters }: Site,
  { "sec-fetch-site": from, origin }: OriginHeaders,
): boolean => {
  if (from === "same-origin") return true;
  const isSister = origin !== undefined && sisters.includes(origin);
  return from === undefined ? origin === own || isSister : from === "same-site" && isSister;
};

/** Whether a request comes from a page of the site itself, by what the browser says. */
export const isOwnPage = ({ origin: own }: Site, headers: OriginHeaders): boolean =>
  headers["sec-fetch-site"] === "same-origin" || headers.origin === own;

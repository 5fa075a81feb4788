/** Sign-in by redirect: the browser goes to the pool's own pages or to a provider, and comes back with a code. */
import type { Site } from "./request-origin.js";

/** Cognito's codes live for five minutes; the sign-in before them takes a while. */
export const REDIRECT_SECONDS = 600;

/** What is kept between the two requests, under a digest of `state`. It is used once. */
export type RedirectTransaction = {
  /** RFC 7636 section 4.1. */
  readonly verifier: string;
  readonly nonce: string;
  /** A digest of the secret in the browser's cookie. */
  readonly browser: string;
  /** Where the browser goes afterwards: an absolute URL. */
  readonly returnTo: string;
  readonly provider?: string | undefined;
  readonly remember: boolean;
  /** The transaction repeats one that the pool refused because it had just linked the user. */
  readonly retried: boolean;
  readonly expiresAtSeconds: number;
};

/**
 * The absolute URL of a return target, if it is a page of the site or of a sister site. Decided by its parsed origin, as
 * browsers parse it. Undefined for any other.
 */
export const returnTarget = (site: Site, text: string): string | undefined => {
  if (!URL.canParse(text, site.origin)) return undefined;
  const { origin, href, username, password } = new URL(text, site.origin);
  if (`${username}${password}` !== "") return undefined;
  return origin === site.origin || site.sisters.includes(origin) ? href : undefined;
};

/**
 * The pool links a user in the first sign-in of a provider, and then ends that sign-in with this error. The next one
 * succeeds. The words are the only sign of it.
 */
export const isJustLinked = (error: string | undefined, description = ""): boolean =>
  error === "invalid_request" && /already found an entry for username/i.test(description);

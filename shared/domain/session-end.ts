/** Whether a token's session has ended: individually, or together with all earlier sessions of the user. */
import { LONGEST_TOKEN_SECONDS } from "./token-rules.js";

export type SessionEnds = {
  /** When the record of the session's end expires, in seconds; undefined without a record. */
  readonly sessionUntil?: number | undefined;
  /** Sessions of the user that began before `before` have ended. The record expires at `until`. */
  readonly user?: { readonly before: number; readonly until: number } | undefined;
};

export const isSessionEnded = (
  { sessionUntil, user }: SessionEnds,
  authenticatedAtSeconds: number,
  nowSeconds: number,
): boolean =>
  (sessionUntil ?? 0) > nowSeconds ||
  (user !== undefined && user.until > nowSeconds && authenticatedAtSeconds < user.before);

/** When a record made now expires: by then, every access token of the session has expired. */
export const noteEnd = (nowSeconds: number): number => nowSeconds + LONGEST_TOKEN_SECONDS;

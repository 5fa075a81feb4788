/** Whether a token's session has ended: individually, or together with all earlier sessions of the user. */
import { LONGEST_SESSION_SECONDS } from "./session.js";
import { LONGEST_TOKEN_SECONDS } from "./token-rules.js";

export type SessionEnds = {
  /** When the record of the session's end expires, in seconds; undefined without a record. */
  readonly sessionUntil?: number | undefined;
  /** Sessions of the user that began before `before` have ended. The record expires at `until`. */
  readonly user?: EndOfAll | undefined;
  /** The same for the sessions of one pool user, who was joined to another one. */
  readonly poolUser?: EndOfAll | undefined;
};

type EndOfAll = { readonly before: number; readonly until: number };

export const isSessionEnded = (
  { sessionUntil, user, poolUser }: SessionEnds,
  authenticatedAtSeconds: number,
  nowSeconds: number,
): boolean =>
  (sessionUntil ?? 0) > nowSeconds ||
  [user, poolUser].some(
    (end) => end !== undefined && end.until > nowSeconds && authenticatedAtSeconds < end.before,
  );

/** The second before which the sessions of a user end. A session of the current second counts as one from before. */
export const endOfAllAt = (nowSeconds: number, spareThisSecond: boolean): number =>
  spareThisSecond ? nowSeconds : nowSeconds + 1;

/** When a record of one session's end, made now, expires: by then, every access token of the session has expired. */
export const sessionEndExpiry = (nowSeconds: number): number => nowSeconds + LONGEST_TOKEN_SECONDS;
/** When a record of the end of all sessions, made now, expires: by then, each of them would have expired. */
export const userEndExpiry = (nowSeconds: number): number => nowSeconds + LONGEST_SESSION_SECONDS;

/** Whether a token's session is over: it was ended itself, or it began before the person's sessions were. */
import { LONGEST_TOKEN_SECONDS } from "./token-rules.js";

export type SessionEnds = {
  /** When the note about the session itself fades, in seconds; undefined without one. */
  readonly sessionUntil?: number | undefined;
  /** The person's sessions that began before are over, until the note fades. */
  readonly person?: { readonly before: number; readonly until: number } | undefined;
};

export const isSessionEnded = (
  { sessionUntil, person }: SessionEnds,
  authenticatedAtSeconds: number,
  nowSeconds: number,
): boolean =>
  (sessionUntil ?? 0) > nowSeconds ||
  (person !== undefined && person.until > nowSeconds && authenticatedAtSeconds < person.before);

/** The end of a note that is made now: no token of the session is good any more then. */
export const noteEnd = (nowSeconds: number): number => nowSeconds + LONGEST_TOKEN_SECONDS;

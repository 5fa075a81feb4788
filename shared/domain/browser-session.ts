/**
 * A session whose tokens stay at the service: a back end for the front end (RFC 10017 section 6.1). The browser holds a
 * cookie with the id of its row. The row says what the last tokens said, and until when that counts.
 */
import { LONGEST_SESSION_SECONDS } from "./session.js";

/** What a refresh changes. */
export type BrowserSessionState = {
  /** Incremented with each refresh. */
  readonly version: number;
  /** The refresh token, encrypted with the id in the cookie: the row alone reveals nothing. */
  readonly sealedToken: string;
  /** A digest of the id in the cookie of sister sites. Undefined if the stage has none. */
  readonly sisterId?: string | undefined;
  /** The active account of the last access token. */
  readonly activeAccountId?: string | undefined;
  readonly scopes: readonly string[];
  /** As long as an access token: from then on, the session must be refreshed first. */
  readonly validUntilSeconds: number;
  /** From then on, it cannot be refreshed. Counted from the last refresh. */
  readonly idleUntilSeconds: number;
};

export type BrowserSession = BrowserSessionState & {
  /** A digest of the id in the cookie. */
  readonly sessionId: string;
  readonly userId: string;
  readonly sub: string;
  readonly username: string;
  /** A pseudonym of the browser. */
  readonly device: string;
  /** Whether the user asked to stay signed in: the cookie then survives the end of the browser. */
  readonly remembered: boolean;
  readonly startedAtSeconds: number;
  readonly endsAtSeconds: number;
};

/** How long the sessions of browsers last, in seconds. */
export type BrowserSessionLimits = {
  readonly idleSeconds: number;
  readonly longestSeconds: number;
  /** Idle time and longest time of a remembered session. */
  readonly rememberedSeconds: number;
};

/** The end of a session that begins now. */
export const endOfSession = (limits: BrowserSessionLimits, remembered: boolean, nowSeconds: number): number =>
  nowSeconds +
  Math.min(remembered ? limits.rememberedSeconds : limits.longestSeconds, LONGEST_SESSION_SECONDS);

/** When a session that is used now has been idle for too long. */
export const idleUntil = (
  limits: BrowserSessionLimits,
  { remembered, endsAtSeconds }: Pick<BrowserSession, "remembered" | "endsAtSeconds">,
  nowSeconds: number,
): number =>
  Math.min(endsAtSeconds, nowSeconds + (remembered ? limits.rememberedSeconds : limits.idleSeconds));

/** The value of the cookie. User and account are hints for one read of all rows, and count only if the row agrees. */
export type SessionCookie = {
  /** 256 random bits. */
  readonly id: string;
  readonly userId: string;
  readonly systemAccountId?: string | undefined;
};

const FORM = /^([\w-]{43})\.([\w-]{1,128})\.([\w-]{0,128})$/;

/** `<id>.<user>.<account>`; the account may be empty. */
export const sessionCookieText = ({ id, userId, systemAccountId = "" }: SessionCookie): string =>
  `${id}.${userId}.${systemAccountId}`;

/** Undefined for a text of another form. */
export const sessionCookieFrom = (text: string): SessionCookie | undefined => {
  const [, id, userId, account] = FORM.exec(text) ?? [];
  return id === undefined || userId === undefined
    ? undefined
    : { id, userId, systemAccountId: account === "" ? undefined : account };
};

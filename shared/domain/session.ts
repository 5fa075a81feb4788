/**
 * A session: one row per sign-in. It names the one refresh token that is current. Each refresh replaces it (RFC 9700
 * section 4.14.2). For a short time the token before it is still taken, because tabs of one browser refresh in
 * parallel, and gets the same successor. Later use means that the token was copied.
 */

/** The grace time of a replaced token. It is the pool's RetryGracePeriodSeconds. */
export const REFRESH_GRACE_SECONDS = 60;
/** Browsers keep no cookie longer (RFC 6265bis section 5.6), so no session of a cookie is older. */
export const LONGEST_SESSION_SECONDS = 400 * 24 * 60 * 60;
/**
 * The most replaced tokens within their grace time. None of them is dropped, because its holder would be taken for a
 * thief. A browser that reloads a page every two seconds stays below; the bound keeps the row small.
 */
const MOST_REPLACED = 30;

/** `cookie`: the tokens stay at the service. `token`: the client holds them. */
export type SessionMode = "cookie" | "token";

/** How a new session is kept. `remember`: the user stays signed in. */
export type Keeping = { readonly mode: "token" } | { readonly mode: "cookie"; readonly remember: boolean };

/** A refresh token that was replaced, within its grace time. */
export type ReplacedToken = {
  readonly hash: string;
  readonly untilSeconds: number;
  /** Its successor, encrypted with the replaced token: only a holder of the replaced token can read it. */
  readonly successor: string;
};

export type StoredSession = {
  /** `origin_jti`: one per sign-in. */
  readonly sessionId: string;
  readonly userId: string;
  readonly sub: string;
  /** A pseudonym of the browser. */
  readonly device: string;
  readonly startedAtSeconds: number;
  readonly validUntilSeconds: number;
  /** Incremented with each refresh; 0 for a session that is not stored yet. */
  readonly version: number;
  readonly tokenHash: string;
  readonly replaced: readonly ReplacedToken[];
};

/** A session as it is listed to its user. */
export type SessionSummary = Pick<
  StoredSession,
  "sessionId" | "sub" | "device" | "startedAtSeconds" | "validUntilSeconds"
>;

/** Whether a refresh token is the current one of its session, a replaced one within its grace time, or a reused one. */
export const standingOf = (
  { tokenHash, replaced }: Pick<StoredSession, "tokenHash" | "replaced">,
  hash: string,
  nowSeconds: number,
): "current" | "replaced" | "reused" => {
  if (tokenHash === hash) return "current";
  return replaced.some((each) => each.hash === hash && each.untilSeconds > nowSeconds)
    ? "replaced"
    : "reused";
};

/** The session after a refresh. */
export const refreshed = (
  session: StoredSession,
  { hash, successorHash, successor }: { hash: string; successorHash: string; successor: string },
  nowSeconds: number,
): StoredSession => ({
  ...session,
  version: session.version + 1,
  tokenHash: successorHash,
  replaced: [
    ...session.replaced.filter(({ untilSeconds }) => untilSeconds > nowSeconds),
    { hash, untilSeconds: nowSeconds + REFRESH_GRACE_SECONDS, successor },
  ],
});

/** The seconds until the current token can be replaced; 0 if it can be replaced now. */
export const rotationWait = ({ replaced }: Pick<StoredSession, "replaced">, nowSeconds: number): number => {
  const ends = replaced.map(({ untilSeconds }) => untilSeconds).filter((until) => until > nowSeconds);
  return ends.length < MOST_REPLACED ? 0 : Math.min(...ends) - nowSeconds;
};

/** A refresh token and its session, as a client stores them. */
export type SessionToken = {
  readonly sessionId: string;
  readonly userId: string;
  /** A keyed hash of the other parts. It proves that the service gave this token to this session. */
  readonly hash: string;
  readonly refreshToken: string;
};

const FORM = /^([\w-]{1,128})\.([\w-]{1,128})\.([\w-]{16,64})\.([\w.+/=-]{1,4000})$/;

/** `<session>.<user>.<hash>.<refresh token>`. */
export const sessionTokenText = ({ sessionId, userId, hash, refreshToken }: SessionToken): string =>
  [sessionId, userId, hash, refreshToken].join(".");

/** Undefined for a text of another form. The hash is not checked. */
export const sessionTokenFrom = (text: string): SessionToken | undefined => {
  const [, sessionId, userId, hash, refreshToken] = FORM.exec(text) ?? [];
  return sessionId === undefined || userId === undefined || hash === undefined || refreshToken === undefined
    ? undefined
    : { sessionId, userId, hash, refreshToken };
};

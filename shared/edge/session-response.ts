/** The response with a session: in a cookie, with the facts in the body; or with all tokens in the body. */

import type { BrowserSession } from "../domain/browser-session.js";
import type { PoolChallenge } from "../domain/pool-challenge.js";
import { timeText } from "../domain/seconds.js";
import type { Keeping } from "../domain/session.js";
import type { Session, SessionFacts, Settings } from "../ports/index.js";
import type { DescribedSession, InBrowser, KeptSession } from "../ports/kept-session.js";
import { SESSION_COOKIE, STEP_COOKIE } from "./host-cookie.js";
import type { HttpResponse } from "./http-endpoint.js";
import { clearedSisterCookie, sisterCookie } from "./sister-cookie.js";

/** `cookies` are set in addition to that of the session. */
export const sessionResponse = (kept: KeptSession, cookies: readonly string[] = []): HttpResponse =>
  kept.mode === "token" ? tokenResponse(kept.session, cookies) : browserResponse(kept, cookies);

/** The step that a sign-in asks for next. The handle is in a cookie, or in the body for a client that holds tokens. */
export const stepResponse = (
  { kind, destination, factors }: PoolChallenge,
  { handle, keeping }: { readonly handle: string; readonly keeping: Keeping },
): HttpResponse => ({
  status: 200,
  body: {
    status: "challenge",
    challenge: kind,
    options: { ...(destination !== undefined && { destination }), ...(factors !== undefined && { factors }) },
    ...(keeping.mode === "token" && { challenge_token: handle }),
  },
  ...(keeping.mode === "cookie" && { cookies: [STEP_COOKIE.set(handle)] }),
});

export const tokenResponse = (session: Session, cookies: readonly string[] = []): HttpResponse => ({
  status: 200,
  body: {
    status: "signed_in",
    access_token: session.accessToken,
    id_token: session.idToken,
    // Without a new one, the client keeps the one that it has.
    ...(session.refreshToken !== undefined && { refresh_token: session.refreshToken }),
    token_type: "Bearer",
    expires_in: session.expiresInSeconds,
  },
  ...(cookies.length > 0 && { cookies }),
});

export const browserResponse = (
  { session, facts, cookie }: InBrowser,
  cookies: readonly string[] = [],
): HttpResponse => ({
  status: 200,
  body: { status: "signed_in", session: sessionBody(session, facts) },
  cookies: [
    SESSION_COOKIE.set(cookie.value, cookie.maxAgeSeconds),
    ...(cookie.sister === undefined ? [] : [sisterCookie(cookie.sister, cookie.maxAgeSeconds)]),
    ...cookies,
  ],
});

/** Clears the cookies of a session. */
export const clearedSession = ({ site }: Pick<Settings, "site">): string[] => [
  SESSION_COOKIE.cleared(),
  ...(site.sisterDomain === undefined ? [] : [clearedSisterCookie(site.sisterDomain)]),
];

export const describedBody = (described: DescribedSession) =>
  described.status === "signed_in"
    ? { status: described.status, session: sessionBody(described.session, described.facts) }
    : { status: described.status };

type Facts = Pick<
  BrowserSession,
  "userId" | "remembered" | "validUntilSeconds" | "idleUntilSeconds" | "endsAtSeconds"
>;

const sessionBody = (session: Facts, { email, account }: SessionFacts) => ({
  user_id: session.userId,
  email,
  account:
    account === undefined
      ? null
      : {
          system_account_id: account.systemAccountId,
          visible_account_id: account.visibleAccountId,
          cell_id: account.cellId,
          role: account.role,
        },
  remembered: session.remembered,
  valid_until: timeText(session.validUntilSeconds),
  idle_until: timeText(session.idleUntilSeconds),
  ends_at: timeText(session.endsAtSeconds),
});

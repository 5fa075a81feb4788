/** Starts the session of a browser: the tokens stay at the service, and the browser gets a cookie. */
import {
  type BrowserSession,
  type BrowserSessionState,
  endOfSession,
  idleUntil,
  sessionCookieText,
} from "../../domain/browser-session.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError } from "../../domain/errors.js";
import { secondsAt } from "../../domain/seconds.js";
import { sisterCookieText } from "../../domain/sister-session.js";
import type { Ports, Session, Settings } from "../../ports/index.js";
import type { InBrowser } from "../../ports/kept-session.js";
import { sessionUser } from "./session-token.js";

export type BrowserSessionDeps = Pick<
  Ports,
  "browserSessions" | "clock" | "pseudonyms" | "random" | "sessionIds" | "tokenSeals" | "userPool"
> &
  Pick<Settings, "browserLimits" | "site">;

/** A session of a browser that is not stored yet. */
export type NewBrowserSession = InBrowser & { readonly store: () => Promise<void> };

export const newBrowserSession = async (
  deps: BrowserSessionDeps,
  input: { readonly session: Session; readonly caller: Caller; readonly remember: boolean },
): Promise<NewBrowserSession> => {
  const { session: tokens, caller, remember: remembered } = input;
  const { refreshToken, principal, facts } = tokens;
  if (refreshToken === undefined) throw new AuthError("internal");
  const id = deps.random.token();
  const userId = sessionUser(principal);
  const nowSeconds = secondsAt(deps.clock.now());
  const endsAtSeconds = endOfSession(deps.browserLimits, remembered, nowSeconds);
  const session: BrowserSession = {
    ...{ userId, remembered, endsAtSeconds },
    sessionId: deps.sessionIds.digestOf(id),
    sub: principal.sub,
    username: principal.username,
    // Differs between two users of one browser.
    device: await deps.pseudonyms.of(`${userId}/${caller.facts.userAgent ?? ""}`),
    startedAtSeconds: principal.authenticatedAtSeconds,
    version: 1,
    ...stateAfter(deps, tokens, { id, remembered, endsAtSeconds, sealedToken: "" }),
  };
  return {
    ...{ session, facts },
    cookie: cookieOf(deps, id, session),
    store: async () => {
      try {
        await deps.browserSessions.create(session);
      } catch (failure) {
        // No client has the tokens. If this fails too, they expire unused.
        await deps.userPool.revoke(refreshToken).catch(() => undefined);
        throw failure;
      }
    },
  };
};

/** The part of the row that follows from the latest tokens. Without a new refresh token, the sealed one is kept. */
export const stateAfter = (
  deps: Pick<BrowserSessionDeps, "browserLimits" | "clock" | "sessionIds" | "site" | "tokenSeals">,
  { principal, refreshToken, expiresInSeconds }: Session,
  row: Pick<BrowserSession, "remembered" | "endsAtSeconds" | "sealedToken"> & { readonly id: string },
): Omit<BrowserSessionState, "version"> => {
  const nowSeconds = secondsAt(deps.clock.now());
  return {
    sealedToken: refreshToken === undefined ? row.sealedToken : deps.tokenSeals.seal(refreshToken, row.id),
    sisterId: deps.site.sisterDomain && deps.sessionIds.digestOf(deps.sessionIds.sisterOf(row.id)),
    activeAccountId: principal.activeAccountId,
    scopes: principal.scopes,
    validUntilSeconds: Math.min(row.endsAtSeconds, nowSeconds + expiresInSeconds),
    idleUntilSeconds: idleUntil(deps.browserLimits, row, nowSeconds),
  };
};

export const cookieOf = (
  { clock, sessionIds, site }: Pick<BrowserSessionDeps, "clock" | "sessionIds" | "site">,
  id: string,
  { sessionId, userId, activeAccountId, remembered, idleUntilSeconds }: BrowserSession,
): InBrowser["cookie"] => ({
  value: sessionCookieText({ id, userId, systemAccountId: activeAccountId }),
  maxAgeSeconds: remembered ? idleUntilSeconds - secondsAt(clock.now()) : undefined,
  sister:
    site.sisterDomain === undefined
      ? undefined
      : {
          value: sisterCookieText({ id: sessionIds.sisterOf(id), sessionId, userId }),
          domain: site.sisterDomain,
        },
});

/** Sessions in memory, with the same conditions as the DynamoDB adapter. */

import type { BrowserSession } from "../domain/browser-session.js";
import { AuthError } from "../domain/errors.js";
import { secondsAt } from "../domain/seconds.js";
import type { StoredSession } from "../domain/session.js";
import { endOfAllAt, isSessionEnded, sessionEndExpiry, userEndExpiry } from "../domain/session-end.js";
import type { TokenSession } from "../ports/access.js";
import type { BrowserSessions } from "../ports/browser-sessions.js";
import type { Clock } from "../ports/index.js";
import type { Sessions } from "../ports/sessions.js";

export type MemorySessions = Sessions & {
  /** The sessions of browsers, with the same ends. */
  readonly browser: BrowserSessions;
  /** While true, every call fails. */
  broken: boolean;
  isEnded(userId: string, session: TokenSession): boolean;
};

const LISTED = 100;

export const memorySessions = (clock: Clock): MemorySessions => {
  const rows = new Map<string, StoredSession>();
  const browserRows = new Map<string, BrowserSession>();
  const ended = new Set<string>();
  const notes = new Map<string, number>();
  const users = new Map<string, { before: number; until: number }>();
  const secondsNow = () => {
    if (sessions.broken) throw new AuthError("temporarily_unavailable");
    return secondsAt(clock.now());
  };
  type Row = Pick<StoredSession, "sessionId" | "userId" | "startedAtSeconds">;
  const isOver = (session: Row, until: number, now: number) =>
    ended.has(session.sessionId) ||
    until <= now ||
    isSessionEnded({ user: users.get(session.userId) }, session.startedAtSeconds, now);
  const browser: BrowserSessions = {
    create: async (session) => {
      secondsNow();
      browserRows.set(session.sessionId, session);
    },
    find: async ({ sessionId, userId }) => {
      const now = secondsNow();
      const session = browserRows.get(sessionId);
      if (session?.userId !== userId) return undefined;
      const until = Math.min(session.endsAtSeconds, session.idleUntilSeconds);
      return { ...session, ended: isOver(session, until, now) };
    },
    refresh: async (next) => {
      secondsNow();
      const session = browserRows.get(next.sessionId);
      if (session?.version !== next.version - 1 || ended.has(next.sessionId)) return "lost";
      const { version, sealedToken, sisterId, activeAccountId, scopes } = next;
      const { validUntilSeconds, idleUntilSeconds } = next;
      const state = {
        version,
        sealedToken,
        sisterId,
        activeAccountId,
        scopes,
        validUntilSeconds,
        idleUntilSeconds,
      };
      browserRows.set(next.sessionId, { ...session, ...state });
      return "stored";
    },
  };
  const sessions: MemorySessions = {
    browser,
    broken: false,
    isEnded: (userId, { sessionId, authenticatedAtSeconds, sub = userId }) =>
      isSessionEnded(
        { sessionUntil: notes.get(sessionId), user: users.get(userId), poolUser: users.get(sub) },
        authenticatedAtSeconds,
        secondsNow(),
      ),
    create: async (session) => {
      secondsNow();
      if (rows.has(session.sessionId)) return "exists";
      rows.set(session.sessionId, session);
      return "created";
    },
    find: async ({ sessionId, userId }) => {
      const now = secondsNow();
      const session = rows.get(sessionId);
      return session?.userId === userId
        ? { ...session, ended: isOver(session, session.validUntilSeconds, now) }
        : undefined;
    },
    refresh: async (next) => {
      secondsNow();
      const session = rows.get(next.sessionId);
      if (session?.version !== next.version - 1 || ended.has(next.sessionId)) return "lost";
      const { version, tokenHash, replaced } = next;
      rows.set(next.sessionId, { ...session, version, tokenHash, replaced });
      return "stored";
    },
    end: async (sessionId) => {
      const now = secondsNow();
      const session = rows.get(sessionId);
      if (session !== undefined) rows.set(sessionId, { ...session, replaced: [] });
      const inBrowser = browserRows.get(sessionId);
      if (inBrowser !== undefined) browserRows.set(sessionId, { ...inBrowser, sealedToken: "" });
      if (session ?? inBrowser) ended.add(sessionId);
      if ((notes.get(sessionId) ?? 0) <= now) notes.set(sessionId, sessionEndExpiry(now));
    },
    endAllOf: async (userId, { spareThisSecond = false } = {}) => {
      const now = secondsNow();
      const before = endOfAllAt(now, spareThisSecond);
      if ((users.get(userId)?.before ?? 0) < before) users.set(userId, { before, until: userEndExpiry(now) });
    },
    list: async (userId) => {
      const now = secondsNow();
      const ofBrowsers = [...browserRows.values()].map((session) => ({
        ...session,
        validUntilSeconds: session.endsAtSeconds,
      }));
      return [...rows.values(), ...ofBrowsers]
        .filter((session) => session.userId === userId && !isOver(session, session.validUntilSeconds, now))
        .sort((one, other) => other.startedAtSeconds - one.startedAtSeconds)
        .slice(0, LISTED)
        .map(({ sessionId, sub, device, startedAtSeconds, validUntilSeconds }) => ({
          ...{ sessionId, sub, device, startedAtSeconds, validUntilSeconds },
        }));
    },
  };
  return sessions;
};

/** Ended sessions in memory, and the authorizer's reads of them and of the directory in memory. */
import { AuthError } from "../domain/errors.js";
import { isSessionEnded, noteEnd } from "../domain/session-end.js";
import type { AccessRecords, EndedSessions, TokenSession } from "../ports/access.js";
import type { AccessDirectory, Clock } from "../ports/index.js";

export type MemoryEndedSessions = EndedSessions & {
  /** While true, every call fails. */
  broken: boolean;
  isEnded(session: TokenSession): boolean;
};

export const memoryEndedSessions = (clock: Clock): MemoryEndedSessions => {
  const sessions = new Map<string, number>();
  const users = new Map<string, { before: number; until: number }>();
  const secondsNow = () => {
    if (store.broken) throw new AuthError("temporarily_unavailable");
    return Math.floor(clock.now().getTime() / 1000);
  };
  const store: MemoryEndedSessions = {
    broken: false,
    end: async (sessionId) => {
      const now = secondsNow();
      if ((sessions.get(sessionId) ?? 0) <= now) sessions.set(sessionId, noteEnd(now));
    },
    endAllOf: async (sub) => {
      const now = secondsNow();
      if ((users.get(sub)?.before ?? 0) < now) users.set(sub, { before: now, until: noteEnd(now) });
    },
    isEnded: ({ sessionId, sub, authenticatedAtSeconds }) =>
      isSessionEnded(
        { sessionUntil: sessions.get(sessionId), user: users.get(sub) },
        authenticatedAtSeconds,
        secondsNow(),
      ),
  };
  return store;
};

export const memoryAccessRecords = (
  directory: AccessDirectory,
  endedSessions: MemoryEndedSessions,
): AccessRecords => ({
  userIdBySub: (sub) => directory.userIdBySub(sub),
  read: async ({ userId, systemAccountId, session }) => {
    const sessionEnded = session !== undefined && endedSessions.isEnded(session);
    if (systemAccountId !== undefined)
      return { standing: await directory.standing(userId, systemAccountId), sessionEnded };
    return { standing: { profile: await directory.profile(userId) }, sessionEnded };
  },
});

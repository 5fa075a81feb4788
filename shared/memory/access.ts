/** The authorizer's reads of the directory and of ended sessions in memory. */
import type { AccessRecords } from "../ports/access.js";
import type { AccessDirectory } from "../ports/index.js";
import type { MemorySessions } from "./sessions.js";

export const memoryAccessRecords = (
  directory: AccessDirectory,
  sessions: Pick<MemorySessions, "browser" | "isEnded">,
): AccessRecords => ({
  userIdBySub: (sub) => directory.userIdBySub(sub),
  read: async ({ userId, systemAccountId, session }) => {
    const sessionEnded = session !== undefined && sessions.isEnded(userId, session);
    if (systemAccountId !== undefined)
      return { standing: await directory.standing(userId, systemAccountId), sessionEnded };
    return { standing: { profile: await directory.profile(userId) }, sessionEnded };
  },
  readBrowser: async ({ sessionId, userId, systemAccountId }) => ({
    standing:
      systemAccountId === undefined
        ? { profile: await directory.profile(userId) }
        : await directory.standing(userId, systemAccountId),
    session: await sessions.browser.find({ sessionId, userId }),
  }),
});

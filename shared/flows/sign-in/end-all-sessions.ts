/**
 * Ends every session of a user, on all pool users: a user who signed in with a provider first and with a password
 * later has two. Ends our rows first, which the authorizer and the refresh read, then the refresh tokens at the pool.
 * Can be repeated.
 */
import { secondsAt } from "../../domain/seconds.js";
import type { Ports } from "../../ports/index.js";

export type EndNowDeps = Pick<Ports, "clock" | "minimumDuration" | "sessions">;
export type EndAllDeps = EndNowDeps & Pick<Ports, "directory" | "userPool">;

type WhoseSessions =
  | { readonly userId: string; readonly sub?: string | undefined }
  | { readonly userId?: string | undefined; readonly sub: string };

/**
 * Without `userId`, it is looked up by `sub`. With it, `sub` adds a pool user that the directory may not know yet.
 * @throws AuthError `temporarily_unavailable`.
 */
export const endAllSessions = async (deps: EndAllDeps, user: WhoseSessions): Promise<void> => {
  const { userId, sub } = user;
  const holder = await holderOf(deps, user);
  const others = holder === undefined ? [] : deps.directory.subsOf(holder);
  await endSessionsNow(deps, present(new Set([holder ?? sub, userId])), async () => {
    const subs = present(new Set([sub, ...(await others)]));
    await Promise.all(subs.map((each) => deps.userPool.endSessions(each)));
  });
};

/**
 * Ends the rows of sessions, then runs `endInPool`. Tokens carry whole seconds, so a sign-in later in this second would
 * count as one from before. Returns in the next second at the earliest: a sign-in after that is not ended.
 */
export const endSessionsNow = async <T>(
  { clock, minimumDuration, sessions }: EndNowDeps,
  userIdsOrSubs: readonly string[],
  endInPool: () => Promise<T>,
): Promise<T> => {
  await Promise.all(userIdsOrSubs.map((each) => sessions.endAllOf(each)));
  const nextSecond = new Date((secondsAt(clock.now()) + 1) * 1000);
  const ended = await endInPool();
  await minimumDuration.until(nextSecond);
  return ended;
};

/** A session without account claims is stored under its `sub`. */
const holderOf = async (
  { directory }: EndAllDeps,
  { userId, sub }: WhoseSessions,
): Promise<string | undefined> => {
  if (sub === undefined || (userId !== undefined && userId !== sub)) return userId;
  return directory.userIdBySub(sub);
};

const present = (names: ReadonlySet<string | undefined>): string[] =>
  [...names].filter((name) => name !== undefined);

/**
 * Ends every session of a user, on all pool users: a user who signed in with a provider first and with a password
 * later has two. Ends our rows first, which the authorizer and the refresh read, then the refresh tokens at the pool.
 * Can be repeated. Returns in the next second at the earliest: a sign-in after that is not one of those that ended.
 */
import { secondsAt } from "../../domain/seconds.js";
import type { Ports } from "../../ports/index.js";

export type EndAllDeps = Pick<Ports, "clock" | "directory" | "minimumDuration" | "sessions" | "userPool">;

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
  const [others] = await Promise.all([
    holder === undefined ? [] : deps.directory.subsOf(holder),
    ...present(new Set([holder ?? sub, userId])).map((each) => deps.sessions.endAllOf(each)),
  ]);
  const nextSecond = new Date((secondsAt(deps.clock.now()) + 1) * 1000);
  await Promise.all(present(new Set([sub, ...others])).map((each) => deps.userPool.endSessions(each)));
  await deps.minimumDuration.until(nextSecond);
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

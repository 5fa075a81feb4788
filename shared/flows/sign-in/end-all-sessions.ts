/**
 * Ends every session of a user, on all pool users: a user who signed in with a provider first and with a password
 * later has two. Ends our rows first, which the authorizer and the refresh read, then the refresh tokens at the pool.
 * Can be repeated. Returns in the next second at the earliest: a sign-in after that is not one of those that ended.
 */
import { secondsAt } from "../../domain/seconds.js";
import type { Ports } from "../../ports/index.js";

export type EndAllDeps = Pick<Ports, "clock" | "directory" | "minimumDuration" | "sessions" | "userPool">;

/** Without `userId`, it is looked up. @throws AuthError `temporarily_unavailable`. */
export const endAllSessions = async (
  deps: EndAllDeps,
  { userId, sub }: { readonly userId?: string | undefined; readonly sub: string },
): Promise<void> => {
  const holder = userId ?? (await deps.directory.userIdBySub(sub));
  const [others] = await Promise.all([
    holder === undefined ? [] : deps.directory.subsOf(holder),
    deps.sessions.endAllOf(holder ?? sub),
  ]);
  const nextSecond = new Date((secondsAt(deps.clock.now()) + 1) * 1000);
  await Promise.all([...new Set([sub, ...others])].map((each) => deps.userPool.endSessions(each)));
  await deps.minimumDuration.until(nextSecond);
};

/**
 * The lockout after wrong passwords (developer guide, "Lockout behavior for failed sign-in attempts"): from the
 * fifth failure on the user is locked for 2^(n-5) seconds, at most 15 minutes. Attempts during a lock neither
 * count nor extend it. A right password, or 15 quiet minutes after a lock, start the count afresh. Only users of
 * the pool are counted: it does not protect a legacy system behind UserMigration from guessing.
 */
import { notAuthorized } from "../errors.js";
import type { User } from "../store/user.js";

const attemptsBeforeLock = 5;
const longestLockMs = 15 * 60_000;

/** Throws NotAuthorizedException while the user is locked. */
export function checkNotLocked(user: User, now: number): void {
  if (now < user.failedAttempts.lockedUntil) throw notAuthorized("Password attempts exceeded");
}

/** The caller saves the user. */
export function countFailure(user: User, now: number): void {
  const { count, lockedUntil } = user.failedAttempts;
  const rested = lockedUntil > 0 && now >= lockedUntil + longestLockMs;
  const failures = (rested ? 0 : count) + 1;
  const lockMs =
    failures < attemptsBeforeLock ? 0 : Math.min(2 ** (failures - attemptsBeforeLock) * 1000, longestLockMs);
  user.failedAttempts = { count: failures, lockedUntil: lockMs === 0 ? 0 : now + lockMs };
}

export function clearFailures(user: User): void {
  user.failedAttempts = { count: 0, lockedUntil: 0 };
}

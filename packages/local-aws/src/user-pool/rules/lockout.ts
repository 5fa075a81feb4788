/**
 * The lockout after wrong passwords and, counted separately, after wrong second-factor codes (developer
 * guide, "Lockout behavior for failed sign-in attempts"). From the fifth failure on, the user is locked for
 * 2^(n-5) seconds, at most 15 minutes. Attempts during a lock neither count nor extend it. A correct
 * password, or 15 minutes without a failure after a lock, resets the count. Only users of the pool are
 * counted: it does not protect a legacy system behind UserMigration from guessing.
 */
import { notAuthorized } from "../errors.js";

const attemptsBeforeLock = 5;
const longestLockMs = 15 * 60_000;

export interface Failures {
  count: number;
  lockedUntil: number;
}

/** Throws NotAuthorizedException if the user is locked. */
export function checkNotLocked({ lockedUntil }: Failures, now: number): void {
  if (now < lockedUntil) throw notAuthorized("Password attempts exceeded");
}

/** The caller saves the user. */
export function countFailure(failures: Failures, now: number): void {
  const { count, lockedUntil } = failures;
  const rested = lockedUntil > 0 && now >= lockedUntil + longestLockMs;
  const total = (rested ? 0 : count) + 1;
  const lockMs =
    total < attemptsBeforeLock ? 0 : Math.min(2 ** (total - attemptsBeforeLock) * 1000, longestLockMs);
  failures.count = total;
  failures.lockedUntil = lockMs === 0 ? 0 : now + lockMs;
}

export function clearFailures(failures: Failures): void {
  failures.count = 0;
  failures.lockedUntil = 0;
}

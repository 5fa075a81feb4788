/** Passwords against the lockout, and the state of an account, which shows only to who knows its password. */
import { CognitoError, incorrectCredentials, notAuthorized } from "../errors.js";
import { checkNotLocked, clearFailures, countFailure } from "../rules/lockout.js";
import type { Services } from "../services.js";
import { hidesExistence } from "../settings/client-settings.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { User } from "../store/user.js";

interface Claim {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly user: User;
}

/** Throws NotAuthorizedException when `matches` says no, and while the user is locked. */
export async function checkCredentials(
  { clock }: Services,
  { pool, client, user }: Claim,
  matches: () => Promise<boolean> | boolean,
): Promise<void> {
  checkNotLocked(user.failedAttempts, clock.now());
  const right = await matches();
  // Guesses that ran in parallel may have locked the user by now; a right one among them does not count either.
  checkNotLocked(user.failedAttempts, clock.now());
  if (!right) {
    countFailure(user.failedAttempts, clock.now());
    pool.users.save(user);
    const unset = user.password === undefined && user.status === "RESET_REQUIRED";
    throw unset && !hidesExistence(client.settings) ? resetRequired() : incorrectCredentials();
  }
  if (user.failedAttempts.count > 0) {
    clearFailures(user.failedAttempts);
    pool.users.save(user);
  }
}

const resetRequired = () =>
  new CognitoError("PasswordResetRequiredException", "Password reset required for the user");

export function checkState(user: User): void {
  if (!user.enabled) throw notAuthorized("User is disabled.");
  // Such a profile is signed in with by its provider, until an administrator sets a password.
  if (user.status === "EXTERNAL_PROVIDER") throw incorrectCredentials();
  if (user.status === "UNCONFIRMED")
    throw new CognitoError("UserNotConfirmedException", "User is not confirmed.");
  if (user.status === "RESET_REQUIRED") throw resetRequired();
}

/**
 * Checks passwords under the lockout, and the account status. Only callers who know the password learn the
 * status, unless the pool checks the status first.
 */
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

/** Throws NotAuthorizedException if `matches` resolves to false or the user is locked. */
export async function checkCredentials(
  { clock, statusCheck }: Services,
  { pool, client, user }: Claim,
  matches: () => Promise<boolean> | boolean,
): Promise<void> {
  checkNotLocked(user.failedAttempts, clock.now());
  if (statusCheck === "before_password") checkUsable(user);
  const right = await matches();
  // Parallel guesses may have locked the user in the meantime. A correct guess among them does not count
  // either.
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
  // Users of an external provider sign in there, until an administrator sets a password.
  if (user.status === "EXTERNAL_PROVIDER") throw incorrectCredentials();
  checkUsable(user);
}

function checkUsable({ status }: User): void {
  if (status === "UNCONFIRMED") throw new CognitoError("UserNotConfirmedException", "User is not confirmed.");
  if (status === "RESET_REQUIRED") throw resetRequired();
}

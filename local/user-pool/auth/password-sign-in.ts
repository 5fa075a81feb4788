/**
 * USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH: PreAuthentication, the password (or migration), then tokens or the
 * challenge that the user's state demands. The state of an account shows only to who knows its password.
 */
import {
  CognitoError,
  incorrectCredentials,
  notAuthorized,
  notImplemented,
  userNotFound,
} from "../errors.js";
import { missingRequired } from "../rules/attribute-values.js";
import { checkNotLocked, clearFailures, countFailure } from "../rules/lockout.js";
import { passwordMatches } from "../rules/password-hash.js";
import type { Services } from "../services.js";
import { hidesExistence } from "../settings/client-settings.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";
import { preAuthentication } from "../triggers/pre-authentication.js";
import { type AuthenticationResult, completeSignIn } from "./issue-tokens.js";
import { migrate } from "./migrate.js";

export interface PasswordAttempt {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly username: string;
  readonly password: string;
  /** The caller's ClientMetadata. */
  readonly validationData?: Attributes | undefined;
}

export interface ChallengeAnswer {
  readonly ChallengeName: string;
  readonly ChallengeParameters: Record<string, string>;
  readonly Session: string;
}

export interface SignInAnswer {
  readonly ChallengeParameters: Record<string, string>;
  readonly AuthenticationResult: AuthenticationResult;
}

export async function signInWithPassword(
  services: Services,
  attempt: PasswordAttempt,
): Promise<SignInAnswer | ChallengeAnswer> {
  const { pool, client, username } = attempt;
  // A pool that demands a second factor must not let anybody in without one.
  if (pool.settings.MfaConfiguration === "ON") throw notImplemented("MFA (MfaConfiguration ON)");
  const known = pool.users.find(username);
  await preAuthentication(services, { ...attempt, user: known });
  const user = known ?? (await migratedUser(services, attempt));
  if (known) await checkCredentials(services, attempt, known);
  checkState(user);
  if (user.status === "FORCE_CHANGE_PASSWORD") return newPasswordChallenge(services, attempt, user);
  const AuthenticationResult = await completeSignIn(services, { pool, client, user }, "Authentication");
  return { ChallengeParameters: {}, AuthenticationResult };
}

async function migratedUser(services: Services, attempt: PasswordAttempt): Promise<User> {
  const { client, password } = attempt;
  const migration = await migrate(services, "Authentication", attempt);
  if (!migration) {
    // The work of a wrong password, so that time does not tell who exists.
    await passwordMatches(password, undefined);
    throw hidesExistence(client.settings) ? incorrectCredentials() : userNotFound();
  }
  // The losers of a race were not vouched for as this profile: their password is checked like any other.
  if (!migration.created) await checkCredentials(services, attempt, migration.user);
  if (!hidesExistence(client.settings))
    await preAuthentication(services, { ...attempt, user: migration.user });
  return migration.user;
}

async function checkCredentials({ clock }: Services, attempt: PasswordAttempt, user: User): Promise<void> {
  const { pool, client, password } = attempt;
  checkNotLocked(user, clock.now());
  const matches = await passwordMatches(password, user.password);
  // Guesses that ran in parallel may have locked the user by now; a right one among them does not count either.
  checkNotLocked(user, clock.now());
  if (!matches) {
    countFailure(user, clock.now());
    pool.users.save(user);
    const unset = user.password === undefined && user.status === "RESET_REQUIRED";
    throw unset && !hidesExistence(client.settings) ? resetRequired() : incorrectCredentials();
  }
  if (user.failedAttempts.count > 0) {
    clearFailures(user);
    pool.users.save(user);
  }
}

const resetRequired = () =>
  new CognitoError("PasswordResetRequiredException", "Password reset required for the user");

function checkState(user: User): void {
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (user.status === "UNCONFIRMED")
    throw new CognitoError("UserNotConfirmedException", "User is not confirmed.");
  if (user.status === "RESET_REQUIRED") throw resetRequired();
}

function newPasswordChallenge(
  { clock, challenges }: Services,
  { pool, client }: PasswordAttempt,
  user: User,
): ChallengeAnswer {
  const now = clock.now();
  if (now >= (user.temporaryPasswordExpiresAt ?? Infinity)) {
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  }
  const { username } = user;
  const required = missingRequired(pool, user.attributes).map((name) => `userAttributes.${name}`);
  return {
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    ChallengeParameters: {
      USER_ID_FOR_SRP: username,
      requiredAttributes: JSON.stringify(required),
      userAttributes: JSON.stringify(user.attributes),
    },
    Session: challenges.issue({
      name: "NEW_PASSWORD_REQUIRED",
      poolId: pool.id,
      clientId: client.id,
      username,
      expiresAt: now + client.settings.AuthSessionValidity * 60_000,
    }),
  };
}

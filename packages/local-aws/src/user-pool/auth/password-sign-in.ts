/**
 * USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH: runs PreAuthentication, checks the password or migrates
 * the user, then issues the challenges that are due.
 */
import { incorrectCredentials, userNotFound } from "../errors.js";
import { passwordMatches } from "../rules/password-hash.js";
import { srpGroup, srpVerifier } from "../rules/srp.js";
import type { Services } from "../services.js";
import { hidesExistence } from "../settings/client-settings.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";
import type { HostedGrant } from "../tokens/hosted-grant.js";
import { preAuthentication } from "../triggers/pre-authentication.js";
import { advance } from "./advance.js";
import { checkCredentials } from "./credentials.js";
import { migrate } from "./migrate.js";
import { beginning, type FlowAnswer, passed } from "./step.js";

export interface PasswordAttempt {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly username: string;
  readonly password: string;
  readonly deviceKey?: string | undefined;
  readonly hosted?: HostedGrant | undefined;
  /** The ClientMetadata of the request. */
  readonly validationData?: Attributes | undefined;
}

export async function signInWithPassword(services: Services, attempt: PasswordAttempt): Promise<FlowAnswer> {
  const { pool, client, username: typed, deviceKey, hosted } = attempt;
  const known = pool.users.find(typed);
  await preAuthentication(services, { ...attempt, user: known });
  const user = known ?? (await migratedUser(services, attempt));
  if (known) await checkPassword(services, attempt, known);
  const { username } = user;
  const start = { pool, client, typed, username, user, deviceKey, hosted };
  return advance(services, passed(beginning({ ...start, flow: "PASSWORD" }), "PASSWORD"));
}

async function migratedUser(services: Services, attempt: PasswordAttempt): Promise<User> {
  const { client, password } = attempt;
  const migration = await migrate(services, "Authentication", attempt);
  if (!migration) {
    // Does the same work as for a wrong password. Otherwise response times would reveal which users exist.
    await passwordMatches(password, undefined);
    throw hidesExistence(client.settings) ? incorrectCredentials() : userNotFound();
  }
  // A parallel request created the user. The trigger's approval then does not cover this password, which is
  // checked as usual.
  if (!migration.created) await checkPassword(services, attempt, migration.user);
  if (!hidesExistence(client.settings))
    await preAuthentication(services, { ...attempt, user: migration.user });
  return migration.user;
}

/** Throws NotAuthorizedException if the password is wrong or the user is locked. */
export async function checkPassword(
  services: Services,
  { pool, client, password }: Pick<PasswordAttempt, "pool" | "client" | "password">,
  user: User,
): Promise<void> {
  await checkCredentials(services, { pool, client, user }, () => passwordMatches(password, user.password));
  if (!user.password || user.password.srp) return;
  const srp = srpVerifier({ group: srpGroup(pool.id), name: user.username }, password);
  user.password = { ...user.password, srp };
  pool.users.save(user);
}

/**
 * Creates the user that the UserMigration trigger returns (developer guide, "Importing users with a user
 * migration Lambda trigger"). The pool's password policy does not apply. Throws
 * InvalidLambdaResponseException with the reason if the response does not describe a valid user.
 */
import { CognitoError } from "../errors.js";
import { sendInvitation } from "../messages/send.js";
import { checkedValues, checkRequired } from "../rules/attribute-values.js";
import { hashPassword } from "../rules/password-hash.js";
import { srpGroup } from "../rules/srp.js";
import type { Services } from "../services.js";
import { enabledMfas } from "../settings/mfa-settings.js";
import { mfaOf } from "../store/mfa.js";
import type { Pool, PoolClient } from "../store/pool.js";
import { type Attributes, newUser, type User } from "../store/user.js";
import { preSignUp } from "../triggers/pre-sign-up.js";
import { type MigrationAnswer, userMigration } from "../triggers/user-migration.js";
import { checkAliasesFree, newIdentity, takeAliases } from "./aliases.js";

export interface UnknownUser {
  readonly pool: Pool;
  readonly client: PoolClient;
  /** The name as typed by the user. */
  readonly username: string;
  readonly password?: string;
  readonly validationData?: Attributes | undefined;
  readonly clientMetadata?: Attributes | undefined;
}

export interface Migration {
  readonly user: User;
  /** False if a parallel request or an administrator created the user while the trigger ran. */
  readonly created: boolean;
}

/** Returns undefined if the trigger does not return a user. */
export async function migrate(
  services: Services,
  source: "Authentication" | "ForgotPassword",
  unknownUser: UnknownUser,
): Promise<Migration | undefined> {
  const answer = await userMigration(services, source, unknownUser);
  if (!answer) return undefined;
  const { pool, client, username, password } = unknownUser;
  const plan = explained(client, () => migrationPlan(pool, username, answer));
  const confirmed = answer.finalUserStatus === "CONFIRMED" && password !== undefined;
  const hash = confirmed
    ? await hashPassword(password, { group: srpGroup(pool.id), name: plan.username })
    : undefined;
  // Not documented, but reported by users of the service: a migration also runs PreSignUp, as for
  // AdminCreateUser.
  await preSignUp(services, "AdminCreateUser", {
    pool,
    clientId: client.id,
    userName: plan.username,
    userAttributes: plan.attributes,
    validationData: unknownUser.validationData,
    clientMetadata: unknownUser.clientMetadata,
  });
  const rival = pool.users.find(username) ?? pool.users.find(plan.username);
  if (rival) return { user: rival, created: false };
  explained(client, () => claimAliases(pool, plan.attributes, answer));
  const user = newUser({
    username: plan.username,
    sub: plan.sub,
    status: confirmed ? "CONFIRMED" : "RESET_REQUIRED",
    attributes: plan.attributes,
    now: services.clock.now(),
    ...(hash && { password: hash }),
  });
  if (answer.enableSMSMFA) mfaOf(user).enabled.push("SMS_MFA");
  pool.users.save(user);
  if (answer.messageAction !== "SUPPRESS") {
    const mediums = answer.desiredDeliveryMediums ?? ["SMS"];
    await sendInvitation(services, { pool, clientId: client.id, user }, { mediums, password: undefined });
  }
  return { user, created: true };
}

function explained<T>({ id }: PoolClient, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    const message = `Exception migrating user in app client ${id}: ${error.message}`;
    throw new CognitoError("InvalidLambdaResponseException", message, { cause: error });
  }
}

const unusable = (reason: string) => new CognitoError("InvalidLambdaResponseException", reason);

interface Plan {
  readonly username: string;
  readonly sub: string;
  readonly attributes: Attributes;
}

function migrationPlan(pool: Pool, typed: string, answer: MigrationAnswer): Plan {
  const { username: named, ...given } = answer.userAttributes;
  const byAttribute = pool.users.signInAttribute(typed);
  const same = (left: string, right: string) => pool.users.normalise(left) === pool.users.normalise(right);
  const attributes = byAttribute ? { [byAttribute]: typed, ...given } : given;
  if (byAttribute && !same(attributes[byAttribute] ?? "", typed)) {
    throw unusable(`${byAttribute} is not the one that the user signs in with`);
  }
  const typedAlias = !byAttribute && isAliasOf(pool, typed, attributes);
  if (named === undefined && typedAlias) throw unusable("userAttributes.username is required for an alias");
  if (named !== undefined && !typedAlias && !same(named, typed)) {
    throw unusable("userAttributes.username is not the one that the user signs in with");
  }
  pool.users.checkNewUsername(named !== undefined && typedAlias ? named : typed);
  const checked = checkedValues(pool, attributes);
  checkRequired(pool, checked);
  checkMfa(pool, checked, answer);
  return { ...newIdentity(pool, named ?? typed), attributes: checked };
}

/** Whether the user typed an alias of the new profile instead of its username. */
const isAliasOf = (pool: Pool, typed: string, attributes: Attributes): boolean =>
  Object.entries(attributes).some(
    ([name, value]) =>
      pool.users.isAlias(name) && pool.users.normalise(value) === pool.users.normalise(typed),
  );

function checkMfa(pool: Pool, attributes: Attributes, { enableSMSMFA }: MigrationAnswer): void {
  if (!enableSMSMFA) return;
  if (!enabledMfas(pool.settings).includes("SMS_MFA") || !attributes.phone_number) {
    throw unusable("enableSMSMFA needs SMS MFA in the pool and a phone_number");
  }
}

function claimAliases(pool: Pool, attributes: Attributes, { forceAliasCreation }: MigrationAnswer): void {
  if (forceAliasCreation) takeAliases(pool, attributes);
  else checkAliasesFree(pool, attributes);
}

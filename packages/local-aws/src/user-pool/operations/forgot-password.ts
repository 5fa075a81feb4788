/**
 * ForgotPassword and ConfirmForgotPassword: set a new password with a code. Unknown users may be migrated.
 */
import { z } from "zod";
import { migrate } from "../auth/migrate.js";
import { CognitoError, invalidParameter, notAuthorized, userNotFoundForClient } from "../errors.js";
import { recoveryAttribute, simulatedDelivery } from "../messages/destination.js";
import { sendCode } from "../messages/send.js";
import { checkSecretHash } from "../rules/client-secret.js";
import { checkCode, codeMismatch, consumeCode, expiredCode } from "../rules/codes.js";
import { clearFailures } from "../rules/lockout.js";
import { acceptPassword, checkPassword, storePassword } from "../rules/password-policy.js";
import type { Services } from "../services.js";
import { hidesExistence } from "../settings/client-settings.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { User } from "../store/user.js";
import { postConfirmation } from "../triggers/post-confirmation.js";
import { chosenPassword, clientId, code, metadata, secretHash, username, withDelivery } from "./fields.js";
import { operation } from "./operation.js";

const input = z.object({
  ClientId: clientId,
  SecretHash: secretHash,
  Username: username,
  ClientMetadata: metadata,
});

export const forgotPassword = operation("ForgotPassword", "public", input, async (services, request) => {
  const { Username, ClientMetadata: clientMetadata } = request;
  const { pool, client } = services.store.client(request.ClientId);
  checkSecretHash(client, [Username], request.SecretHash);
  const known = pool.users.find(Username);
  services.limits.count("ForgotPassword", pool.id, known?.username ?? pool.users.normalise(Username));
  const unknownUser = { pool, client, username: Username, clientMetadata };
  const user = known ?? (await migrate(services, "ForgotPassword", unknownUser))?.user;
  const hides = hidesExistence(client.settings);
  if (!user && !hides) throw userNotFoundForClient();
  if (!user || (hides && isHidden(pool, user))) {
    services.simulatedCodes.requested(pool.id, pool.users.normalise(Username));
    return withDelivery(simulatedDelivery(Username, pool.keys.secret));
  }
  const attribute = addressFor(pool, user);
  const recipient = { pool, clientId: client.id, user, clientMetadata };
  const details = await sendCode(services, recipient, {
    purpose: "forgot-password",
    cause: "ForgotPassword",
    attribute,
  });
  return withDelivery(details);
});

const hasResettablePassword = ({ status }: User): boolean =>
  status !== "FORCE_CHANGE_PASSWORD" && status !== "EXTERNAL_PROVIDER";

/**
 * Users for whom a client with PreventUserExistenceErrors gets a simulated delivery (guide, "Managing error
 * responses").
 */
const isHidden = ({ settings }: Pool, user: User): boolean =>
  !user.enabled ||
  (hasResettablePassword(user) && recoveryAttribute(settings, user.attributes) === undefined);

function addressFor(pool: Pool, user: User) {
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (!hasResettablePassword(user)) {
    throw notAuthorized("User password cannot be reset in the current state.");
  }
  const attribute = recoveryAttribute(pool.settings, user.attributes);
  if (attribute === "admin") throw notAuthorized("Contact administrator to reset password.");
  if (attribute) return attribute;
  throw invalidParameter(
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
  );
}

const confirmInput = input.extend({ ConfirmationCode: code, Password: chosenPassword });

export const confirmForgotPassword = operation(
  "ConfirmForgotPassword",
  "public",
  confirmInput,
  async (services, request) => {
    const { Username, ClientMetadata: clientMetadata } = request;
    const { pool, client } = services.store.client(request.ClientId);
    checkSecretHash(client, [Username], request.SecretHash);
    const user = resettingUser(services, pool, client, Username);
    // Checked first, so that a refused password reveals nothing about the user or the code.
    checkPassword(pool.settings, request.Password);
    if (!user) throw simulatedRefusal(services, pool, Username);
    checkResetCode(services, pool, user, request.ConfirmationCode);
    const hash = await acceptPassword(pool, user, request.Password);
    // Checked again right before the change, without awaiting in between: a code sets one password only.
    checkResetCode(services, pool, user, request.ConfirmationCode);
    resetPassword(services, pool, user, hash);
    const recipient = { pool, clientId: client.id, user, clientMetadata };
    await postConfirmation(services, "ConfirmForgotPassword", recipient);
    return {};
  },
);

/** Returns undefined for a user whose existence the client must not learn. */
function resettingUser(services: Services, pool: Pool, client: PoolClient, name: string): User | undefined {
  const user = pool.users.find(name);
  services.limits.count("ConfirmForgotPassword", pool.id, user?.username ?? pool.users.normalise(name));
  const hides = hidesExistence(client.settings);
  if (!user && !hides) throw userNotFoundForClient();
  if (!user || (hides && isHidden(pool, user))) return undefined;
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return user;
}

function simulatedRefusal({ simulatedCodes }: Services, pool: Pool, name: string): CognitoError {
  return simulatedCodes.wasRequested(pool.id, pool.users.normalise(name)) ? codeMismatch() : expiredCode();
}

function checkResetCode({ clock }: Services, pool: Pool, user: User, given: string): void {
  try {
    checkCode(user, "forgot-password", given, { secret: pool.keys.secret, now: clock.now() });
  } finally {
    // Saves the count of wrong codes.
    pool.users.save(user);
  }
  if (user.status === "UNCONFIRMED")
    throw new CognitoError("UserNotConfirmedException", "User is not confirmed.");
}

function resetPassword(
  { clock }: Services,
  pool: Pool,
  user: User,
  hash: NonNullable<User["password"]>,
): void {
  consumeCode(user, "forgot-password");
  storePassword(pool.settings, user, hash);
  clearFailures(user.failedAttempts);
  user.status = "CONFIRMED";
  user.modifiedAt = clock.now();
  pool.users.save(user);
}

/**
 * ConfirmSignUp and AdminConfirmSignUp: change the status from UNCONFIRMED to CONFIRMED, then run
 * PostConfirmation.
 */
import { z } from "zod";
import { checkAliasesFree, takeAliases } from "../auth/aliases.js";
import { confirmationSession } from "../auth/choice-sign-in.js";
import { notAuthorized, userNotFoundForClient } from "../errors.js";
import { checkSecretHash } from "../rules/client-secret.js";
import { checkCode, consumeCode, expiredCode } from "../rules/codes.js";
import type { Services } from "../services.js";
import { hidesExistence } from "../settings/client-settings.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import { postConfirmation } from "../triggers/post-confirmation.js";
import { noClientId } from "../triggers/trigger-runner.js";
import { existingUser } from "./existing-user.js";
import { clientId, code, metadata, poolId, secretHash, username } from "./fields.js";
import { operation } from "./operation.js";

const input = z.object({
  ClientId: clientId,
  SecretHash: secretHash,
  Username: username,
  ConfirmationCode: code,
  ForceAliasCreation: z.boolean().default(false),
  ClientMetadata: metadata,
  /** The session that SignUp returned. The confirmation returns a new one. */
  Session: z.string().min(20).max(2048).optional(),
});

type Input = z.output<typeof input>;

export const confirmSignUp = operation("ConfirmSignUp", "public", input, async (services, request) => {
  const { pool, client } = services.store.client(request.ClientId);
  checkSecretHash(client, [request.Username], request.SecretHash);
  const user = pool.users.find(request.Username);
  services.limits.count("ConfirmSignUp", pool.id, user?.username ?? pool.users.normalise(request.Username));
  if (!user) throw hidesExistence(client.settings) ? expiredCode() : userNotFoundForClient();
  checkUnconfirmed(user);
  proveAddress(services, pool, user, request);
  confirm(services, pool, user);
  const clientMetadata = request.ClientMetadata;
  await postConfirmation(services, "ConfirmSignUp", { pool, clientId: client.id, user, clientMetadata });
  const Session = confirmationSession(services, { pool, client, user });
  return Session === undefined ? {} : { Session };
});

function checkUnconfirmed(user: User): void {
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (user.status === "UNCONFIRMED") return;
  throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
}

function proveAddress({ clock }: Services, pool: Pool, user: User, request: Input): void {
  try {
    const context = { secret: pool.keys.secret, now: clock.now() };
    const attribute = checkCode(user, "sign-up", request.ConfirmationCode, context);
    const proven = { ...user.attributes, [`${attribute}_verified`]: "true" };
    if (request.ForceAliasCreation) takeAliases(pool, proven, user);
    else checkAliasesFree(pool, proven, user);
    consumeCode(user, "sign-up");
    user.attributes = proven;
  } finally {
    // Saves the count of wrong codes.
    pool.users.save(user);
  }
}

function confirm({ clock }: Services, pool: Pool, user: User): void {
  user.status = "CONFIRMED";
  user.modifiedAt = clock.now();
  pool.users.save(user);
}

const adminInput = z.object({ UserPoolId: poolId, Username: username, ClientMetadata: metadata });

/** Confirms the user without verifying an address: `email_verified` does not change. */
export const adminConfirmSignUp = operation(
  "AdminConfirmSignUp",
  "signed",
  adminInput,
  async (services, request) => {
    const { pool, user } = existingUser(services, request);
    checkUnconfirmed(user);
    confirm(services, pool, user);
    const clientMetadata = request.ClientMetadata;
    await postConfirmation(services, "ConfirmSignUp", { pool, clientId: noClientId, user, clientMetadata });
    return {};
  },
);

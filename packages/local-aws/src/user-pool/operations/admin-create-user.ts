/**
 * AdminCreateUser: creates and invites a user with a temporary password or without one. PostConfirmation
 * never runs.
 */
import { z } from "zod";
import { checkAliasesFree, newIdentity, takeAliases } from "../auth/aliases.js";
import { CognitoError, userNotFound } from "../errors.js";
import { sendInvitation } from "../messages/send.js";
import { checkedValues } from "../rules/attribute-values.js";
import { hashPassword } from "../rules/password-hash.js";
import { checkPassword, generatePassword } from "../rules/password-policy.js";
import { srpGroup } from "../rules/srp.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import { type Attributes, newUser, type User } from "../store/user.js";
import { preSignUp } from "../triggers/pre-sign-up.js";
import { noClientId } from "../triggers/trigger-runner.js";
import { attributes, chosenPassword, metadata, optionalAttributes, poolId, username } from "./fields.js";
import { operation } from "./operation.js";
import { userDescription } from "./user-description.js";

const input = z.object({
  UserPoolId: poolId,
  Username: username,
  UserAttributes: attributes,
  ValidationData: optionalAttributes,
  TemporaryPassword: chosenPassword.optional(),
  ForceAliasCreation: z.boolean().default(false),
  MessageAction: z.enum(["RESEND", "SUPPRESS"]).optional(),
  DesiredDeliveryMediums: z.array(z.enum(["SMS", "EMAIL"])).default(["SMS"]),
  ClientMetadata: metadata,
});

type Input = z.output<typeof input>;

const dayMs = 86_400_000;

export const adminCreateUser = operation("AdminCreateUser", "signed", input, async (services, request) => {
  const pool = services.store.pool(request.UserPoolId);
  const password = request.TemporaryPassword ?? generatePassword(pool.settings);
  checkPassword(pool.settings, password);
  const user = await (request.MessageAction === "RESEND" ? renewed : created)(
    services,
    pool,
    request,
    password,
  );
  if (request.MessageAction !== "SUPPRESS") {
    // The ClientMetadata of this operation is passed to PreSignUp only.
    const recipient = { pool, clientId: noClientId, user };
    await sendInvitation(services, recipient, { mediums: request.DesiredDeliveryMediums, password });
  }
  return { User: userDescription(user) };
});

async function created(services: Services, pool: Pool, request: Input, password: string): Promise<User> {
  pool.users.checkNewUsername(request.Username);
  const named = pool.users.signInAttribute(request.Username);
  const given = { ...(named && { [named]: request.Username }), ...request.UserAttributes };
  const userAttributes = checkedValues(pool, given);
  const identity = newIdentity(pool, request.Username);
  await preSignUp(services, "AdminCreateUser", {
    pool,
    clientId: noClientId,
    userName: identity.username,
    userAttributes,
    validationData: request.ValidationData,
    clientMetadata: request.ClientMetadata,
  });
  const hash = await hashPassword(password, { group: srpGroup(pool.id), name: identity.username });
  claimNames(pool, request, userAttributes);
  const user = newUser({
    ...identity,
    status: "FORCE_CHANGE_PASSWORD",
    attributes: userAttributes,
    password: hash,
    ...expiry(services, pool),
    now: services.clock.now(),
  });
  pool.users.save(user);
  return user;
}

function claimNames(pool: Pool, request: Input, userAttributes: Attributes): void {
  const taken = pool.users.byUsername(request.Username);
  const named = pool.users.signInAttribute(request.Username);
  const holder = named ? pool.users.aliasOwner(named, request.Username) : undefined;
  if (taken || holder) throw new CognitoError("UsernameExistsException", "User account already exists");
  if (request.ForceAliasCreation) takeAliases(pool, userAttributes);
  else checkAliasesFree(pool, userAttributes);
}

/** RESEND: sets a new temporary password if the user has not used the first one. */
async function renewed(services: Services, pool: Pool, request: Input, password: string): Promise<User> {
  const user = pool.users.find(request.Username);
  if (!user) throw userNotFound();
  const hash = await hashPassword(password, { group: srpGroup(pool.id), name: user.username });
  if (pool.users.byUsername(user.username) !== user) throw userNotFound();
  if (user.status !== "FORCE_CHANGE_PASSWORD") {
    const message = "Resend not possible. User status is not FORCE_CHANGE_PASSWORD";
    throw new CognitoError("UnsupportedUserStateException", message);
  }
  Object.assign(user, { password: hash, modifiedAt: services.clock.now() }, expiry(services, pool));
  pool.users.save(user);
  return user;
}

const expiry = ({ clock }: Services, { settings }: Pool) => ({
  temporaryPasswordExpiresAt:
    clock.now() + settings.Policies.PasswordPolicy.TemporaryPasswordValidityDays * dayMs,
});

/** SignUp: registers a user. PreSignUp runs before the check whether the user exists. */
import { z } from "zod";
import { aliasExists, checkAliasesFree, newIdentity, takeAliases } from "../auth/aliases.js";
import { CognitoError, invalidParameter, notAuthorized } from "../errors.js";
import { attributeToVerify, type CodeDeliveryDetails } from "../messages/destination.js";
import { sendCode } from "../messages/send.js";
import { checkedValues, checkRequired, checkWritable } from "../rules/attribute-values.js";
import { checkSecretHash } from "../rules/client-secret.js";
import { hashPassword } from "../rules/password-hash.js";
import { checkPassword } from "../rules/password-policy.js";
import { srpGroup } from "../rules/srp.js";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import { type Attributes, newUser, type User } from "../store/user.js";
import { postConfirmation } from "../triggers/post-confirmation.js";
import { preSignUp, type SignUpDecision } from "../triggers/pre-sign-up.js";
import {
  attributes,
  chosenPassword,
  clientId,
  metadata,
  optionalAttributes,
  secretHash,
  username,
  withDelivery,
} from "./fields.js";
import { operation } from "./operation.js";

const input = z.object({
  ClientId: clientId,
  SecretHash: secretHash,
  Username: username,
  Password: chosenPassword.optional(),
  UserAttributes: attributes,
  ValidationData: optionalAttributes,
  ClientMetadata: metadata,
});

type Input = z.output<typeof input>;

export const signUp = operation("SignUp", "public", input, async (services, request) => {
  const { pool, client } = services.store.client(request.ClientId);
  checkSecretHash(client, [request.Username], request.SecretHash);
  if (pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
    throw notAuthorized("SignUp is not permitted for this user pool");
  }
  const userAttributes = checkedAttributes(pool, client, request);
  checkGivenPassword(pool, request.Password);
  const identity = newIdentity(pool, request.Username);
  const decision = await preSignUp(services, "SignUp", {
    pool,
    clientId: client.id,
    userName: identity.username,
    userAttributes,
    validationData: request.ValidationData,
    clientMetadata: request.ClientMetadata,
  });
  const password =
    request.Password &&
    (await hashPassword(request.Password, {
      group: srpGroup(pool.id),
      name: identity.username,
    }));
  const proven = { ...userAttributes, ...proofs(decision) };
  checkFree(pool, request.Username, proven, decision);
  const status = decision.confirm ? "CONFIRMED" : "UNCONFIRMED";
  const user = newUser({
    ...identity,
    status,
    attributes: proven,
    ...(password && { password }),
    now: services.clock.now(),
  });
  pool.users.save(user);
  const details = await welcome(services, {
    pool,
    clientId: client.id,
    user,
    clientMetadata: request.ClientMetadata,
  });
  return { UserConfirmed: decision.confirm, UserSub: user.sub, ...withDelivery(details) };
});

/** A user can sign up without a password if the pool has a first factor that needs none. */
function checkGivenPassword({ settings }: Pool, password: string | undefined): void {
  if (password !== undefined) {
    checkPassword(settings, password);
    return;
  }
  const { AllowedFirstAuthFactors: factors } = settings.Policies.SignInPolicy;
  if (factors.every((factor) => factor === "PASSWORD")) throw invalidParameter("Password is required.");
}

function checkedAttributes(pool: Pool, client: PoolClient, request: Input): Attributes {
  pool.users.checkNewUsername(request.Username);
  const named = pool.users.signInAttribute(request.Username);
  checkWritable(pool, client.settings, Object.keys(request.UserAttributes));
  const all = checkedValues(pool, { ...(named && { [named]: request.Username }), ...request.UserAttributes });
  checkRequired(pool, all);
  return all;
}

const proofs = ({ verifyEmail, verifyPhone }: SignUpDecision): Attributes => ({
  ...(verifyEmail && { email_verified: "true" }),
  ...(verifyPhone && { phone_number_verified: "true" }),
});

/** Synchronous: nothing runs between this check and storing the user. */
function checkFree(pool: Pool, name: string, proven: Attributes, decision: SignUpDecision): void {
  if (pool.settings.UsernameAttributes.length > 0) {
    try {
      checkAliasesFree(pool, proven);
    } catch (error) {
      if (!(error instanceof CognitoError)) throw error;
      const format = name.includes("@") ? "email" : "phone_number";
      const taken = `An account with the given ${format} already exists.`;
      throw new CognitoError("UsernameExistsException", taken, { cause: error });
    }
    return;
  }
  if (pool.users.byUsername(name)) throw new CognitoError("UsernameExistsException", "User already exists");
  const { preferred_username: preferred } = proven;
  if (preferred && pool.users.aliasOwner("preferred_username", preferred))
    throw aliasExists("preferred_username");
  // If the trigger verifies an address that another user holds, the alias moves to the new user, as
  // documented.
  if (decision.verifyEmail || decision.verifyPhone) takeAliases(pool, proven);
}

async function welcome(
  services: Services,
  recipient: { pool: Pool; clientId: string; user: User; clientMetadata?: Attributes | undefined },
): Promise<CodeDeliveryDetails | undefined> {
  const { pool, user } = recipient;
  if (user.status === "CONFIRMED") {
    await postConfirmation(services, "ConfirmSignUp", recipient);
    return undefined;
  }
  const attribute = attributeToVerify(pool.settings, user.attributes);
  return attribute && sendCode(services, recipient, { purpose: "sign-up", cause: "SignUp", attribute });
}

/**
 * UpdateUserAttributes, DeleteUserAttributes, the operations that verify a new address with a code, and the
 * Admin forms.
 */
import { z } from "zod";
import { checkAliasesFree } from "../auth/aliases.js";
import { authorize } from "../auth/authorize.js";
import { changeAttributes, setAttributes } from "../auth/change-attributes.js";
import { invalidParameter } from "../errors.js";
import type { ContactAttribute } from "../messages/destination.js";
import { sendCode } from "../messages/send.js";
import { checkWritable } from "../rules/attribute-values.js";
import { checkCode, consumeCode } from "../rules/codes.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";
import { noClientId } from "../triggers/trigger-runner.js";
import { existingUser } from "./existing-user.js";
import { accessToken, code, givenAttributes, metadata, poolId, username, withDelivery } from "./fields.js";
import { operation } from "./operation.js";

const updateInput = z.object({
  AccessToken: accessToken,
  UserAttributes: givenAttributes,
  ClientMetadata: metadata,
});

export const updateUserAttributes = operation(
  "UpdateUserAttributes",
  "public",
  updateInput,
  async (services, { AccessToken, UserAttributes: changes, ClientMetadata: clientMetadata }) => {
    const { pool, client, user } = authorize(services, AccessToken);
    checkWritable(pool, client.settings, Object.keys(changes));
    const change = { pool, clientId: client.id, user, changes, clientMetadata };
    return { CodeDeliveryDetailsList: await changeAttributes(services, change) };
  },
);

const named = { UserPoolId: poolId, Username: username };
const adminUpdateInput = z.object({ ...named, UserAttributes: givenAttributes, ClientMetadata: metadata });

export const adminUpdateUserAttributes = operation(
  "AdminUpdateUserAttributes",
  "signed",
  adminUpdateInput,
  async (services, request) => {
    const { pool, user } = existingUser(services, request);
    const { UserAttributes: changes, ClientMetadata: clientMetadata } = request;
    await changeAttributes(services, { pool, clientId: noClientId, user, changes, clientMetadata });
    return {};
  },
);

const attributeNames = z.array(z.string().min(1).max(32)).min(1);
const removals = (names: readonly string[]): Attributes =>
  Object.fromEntries(names.map((name) => [name, ""]));

const deleteInput = z.object({ AccessToken: accessToken, UserAttributeNames: attributeNames });

export const deleteUserAttributes = operation(
  "DeleteUserAttributes",
  "public",
  deleteInput,
  (services, request) => {
    const { pool, client, user } = authorize(services, request.AccessToken);
    checkWritable(pool, client.settings, request.UserAttributeNames);
    return remove(services, pool, user, request.UserAttributeNames);
  },
);

const adminDeleteInput = z.object({ ...named, UserAttributeNames: attributeNames });

export const adminDeleteUserAttributes = operation(
  "AdminDeleteUserAttributes",
  "signed",
  adminDeleteInput,
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    return remove(services, pool, user, request.UserAttributeNames);
  },
);

async function remove(services: Services, pool: Pool, user: User, names: readonly string[]): Promise<object> {
  await changeAttributes(services, { pool, clientId: noClientId, user, changes: removals(names) });
  return {};
}

const contact = z.enum(["email", "phone_number"]);
const codeInput = z.object({ AccessToken: accessToken, AttributeName: contact, ClientMetadata: metadata });

export const getUserAttributeVerificationCode = operation(
  "GetUserAttributeVerificationCode",
  "public",
  codeInput,
  async (services, { AccessToken, AttributeName: attribute, ClientMetadata: clientMetadata }) => {
    const { pool, client, user } = authorize(services, AccessToken);
    services.limits.count("GetUserAttributeVerificationCode", pool.id, user.username);
    const address = user.pendingAttributes[attribute] ?? user.attributes[attribute];
    if (!address) throw invalidParameter(`User does not have an ${attribute} to verify.`);
    const recipient = { pool, clientId: client.id, user, clientMetadata };
    const purpose = `attribute:${attribute}` as const;
    const sent = { purpose, cause: "VerifyUserAttribute", attribute, address } as const;
    return withDelivery(await sendCode(services, recipient, sent));
  },
);

const verifyInput = z.object({ AccessToken: accessToken, AttributeName: contact, Code: code });

export const verifyUserAttribute = operation(
  "VerifyUserAttribute",
  "public",
  verifyInput,
  (services, request) => {
    const { pool, user } = authorize(services, request.AccessToken);
    services.limits.count("VerifyUserAttribute", pool.id, user.username);
    try {
      prove(services, pool, user, request.AttributeName, request.Code);
    } finally {
      // Saves the count of wrong codes.
      pool.users.save(user);
    }
    return {};
  },
);

/** Verifies the pending address. If none is pending, verifies the current one. */
function prove({ clock }: Services, pool: Pool, user: User, name: ContactAttribute, given: string): void {
  const purpose = `attribute:${name}` as const;
  const now = clock.now();
  checkCode(user, purpose, given, { secret: pool.keys.secret, now });
  const value = user.pendingAttributes[name] ?? user.attributes[name] ?? "";
  const proven = { [name]: value, [`${name}_verified`]: "true" };
  checkAliasesFree(pool, { ...user.attributes, ...proven }, user);
  consumeCode(user, purpose);
  setAttributes(user, proven);
  user.modifiedAt = now;
}

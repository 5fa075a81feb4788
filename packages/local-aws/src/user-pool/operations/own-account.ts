/** Operations of signed-in users on themselves: GetUser, GlobalSignOut, DeleteUser, ChangePassword. */
import { z } from "zod";
import { authorize } from "../auth/authorize.js";
import { incorrectCredentials, notAuthorized } from "../errors.js";
import { canRead } from "../rules/attribute-values.js";
import { passwordMatches } from "../rules/password-hash.js";
import { acceptPassword, storePassword } from "../rules/password-policy.js";
import { mfaDescription } from "../store/mfa.js";
import { attributeList, type User } from "../store/user.js";
import { accessToken, chosenPassword, password } from "./fields.js";
import { operation } from "./operation.js";

const input = z.object({ AccessToken: accessToken });

export const getUser = operation("GetUser", "public", input, (services, { AccessToken }) => {
  const { pool, client, user } = authorize(services, AccessToken);
  const UserAttributes = attributeList(user, canRead(pool, client.settings));
  return { Username: user.username, UserAttributes, ...mfaDescription(user) };
});

export const globalSignOut = operation("GlobalSignOut", "public", input, (services, { AccessToken }) => {
  const { pool, user } = authorize(services, AccessToken);
  pool.sessions.revokeAllOf(user.username);
  return {};
});

export const deleteUser = operation("DeleteUser", "public", input, (services, { AccessToken }) => {
  const { pool, user } = authorize(services, AccessToken);
  pool.sessions.revokeAllOf(user.username);
  pool.users.remove(user);
  services.trail({ name: "DeleteUser", pool, user, namedBy: "accessToken" });
  return {};
});

const changeInput = input.extend({ PreviousPassword: password.optional(), ProposedPassword: chosenPassword });

export const changePassword = operation(
  "ChangePassword",
  "public",
  changeInput,
  async (services, request) => {
    const { pool, user } = authorize(services, request.AccessToken);
    services.limits.count("ChangePassword", pool.id, user.username);
    const hash = await acceptPassword(pool, user, request.ProposedPassword);
    if (!(await knowsPassword(user, request.PreviousPassword))) throw incorrectCredentials();
    if (pool.users.byUsername(user.username) !== user || !user.enabled)
      throw notAuthorized("User is disabled.");
    storePassword(pool.settings, user, hash);
    user.modifiedAt = services.clock.now();
    pool.users.save(user);
    return {};
  },
);

/** Users without a password omit it and set their first one. */
const knowsPassword = async ({ password: stored }: User, given: string | undefined): Promise<boolean> =>
  given === undefined ? stored === undefined : passwordMatches(given, stored);

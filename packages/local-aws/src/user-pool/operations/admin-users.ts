/**
 * Administrator operations on one user: read, disable, enable, delete, sign out, set or reset the password.
 */
import { z } from "zod";
import { invalidParameter, notAuthorized } from "../errors.js";
import { recoveryAttribute } from "../messages/destination.js";
import { sendCode } from "../messages/send.js";
import { clearFailures } from "../rules/lockout.js";
import { acceptPassword, storePassword } from "../rules/password-policy.js";
import { mfaDescription } from "../store/mfa.js";
import { noClientId } from "../triggers/trigger-runner.js";
import { existingUser } from "./existing-user.js";
import { chosenPassword, metadata, poolId, username } from "./fields.js";
import { operation } from "./operation.js";
import { userDescription } from "./user-description.js";

const input = z.object({ UserPoolId: poolId, Username: username });

export const adminGetUser = operation("AdminGetUser", "signed", input, (services, request) => {
  const { user } = existingUser(services, request);
  const { Attributes: UserAttributes, ...description } = userDescription(user);
  return { ...description, UserAttributes, ...mfaDescription(user) };
});

const setEnabled = (name: string, enabled: boolean) =>
  operation(name, "signed", input, (services, request) => {
    const { pool, user } = existingUser(services, request);
    user.enabled = enabled;
    user.modifiedAt = services.clock.now();
    if (!enabled) pool.sessions.revokeAllOf(user.username);
    pool.users.save(user);
    services.trail({ name, pool, user, namedBy: "username" });
    return {};
  });

export const adminEnableUser = setEnabled("AdminEnableUser", true);

export const adminDisableUser = setEnabled("AdminDisableUser", false);

export const adminDeleteUser = operation("AdminDeleteUser", "signed", input, (services, request) => {
  const { pool, user } = existingUser(services, request);
  pool.sessions.revokeAllOf(user.username);
  pool.users.remove(user);
  services.trail({ name: "AdminDeleteUser", pool, user, namedBy: "username" });
  return {};
});

export const adminUserGlobalSignOut = operation(
  "AdminUserGlobalSignOut",
  "signed",
  input,
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    pool.sessions.revokeAllOf(user.username);
    return {};
  },
);

const passwordInput = input.extend({ Password: chosenPassword, Permanent: z.boolean().default(false) });

const dayMs = 86_400_000;

export const adminSetUserPassword = operation(
  "AdminSetUserPassword",
  "signed",
  passwordInput,
  async (services, request) => {
    const { pool, user } = existingUser(services, request);
    const hash = await acceptPassword(pool, user, request.Password);
    const now = services.clock.now();
    storePassword(pool.settings, user, hash);
    clearFailures(user.failedAttempts);
    user.status = request.Permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD";
    if (!request.Permanent) {
      const days = pool.settings.Policies.PasswordPolicy.TemporaryPasswordValidityDays;
      user.temporaryPasswordExpiresAt = now + days * dayMs;
    }
    user.modifiedAt = now;
    if (pool.users.byUsername(user.username) === user) pool.users.save(user);
    return {};
  },
);

const resetInput = input.extend({ ClientMetadata: metadata });

/** The old password stops working at once. The user gets a code to set a new one. */
export const adminResetUserPassword = operation(
  "AdminResetUserPassword",
  "signed",
  resetInput,
  async (services, request) => {
    const { pool, user } = existingUser(services, request);
    if (!user.enabled) throw notAuthorized("User is disabled.");
    if (["UNCONFIRMED", "FORCE_CHANGE_PASSWORD", "EXTERNAL_PROVIDER"].includes(user.status)) {
      throw notAuthorized("User password cannot be reset in the current state.");
    }
    const attribute = recoveryAttribute(pool.settings, user.attributes);
    if (!attribute)
      throw invalidParameter("Cannot reset password for the user as there is no verified address");
    user.status = "RESET_REQUIRED";
    user.modifiedAt = services.clock.now();
    pool.users.save(user);
    if (attribute === "admin") return {};
    const recipient = { pool, clientId: noClientId, user, clientMetadata: request.ClientMetadata };
    await sendCode(services, recipient, { purpose: "forgot-password", cause: "ForgotPassword", attribute });
    return {};
  },
);

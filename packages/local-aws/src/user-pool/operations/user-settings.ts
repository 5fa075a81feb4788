/**
 * SetUserSettings and AdminSetUserSettings: the legacy way to turn SMS codes on and off. They do not affect
 * other second factors.
 */
import { z } from "zod";
import { authorize } from "../auth/authorize.js";
import { mfaOf } from "../store/mfa.js";
import type { User } from "../store/user.js";
import { existingUser } from "./existing-user.js";
import { accessToken, poolId, username } from "./fields.js";
import { type Preferences, prefer } from "./mfa-preferences.js";
import { operation } from "./operation.js";

const options = {
  MFAOptions: z
    .array(z.object({ DeliveryMedium: z.literal("SMS"), AttributeName: z.literal("phone_number") }))
    .max(1),
};

export const setUserSettings = operation(
  "SetUserSettings",
  "public",
  z.object({ AccessToken: accessToken, ...options }),
  (services, request) => {
    const { pool, user } = authorize(services, request.AccessToken);
    return prefer(pool, user, preferences(user, request.MFAOptions.length > 0));
  },
);

export const adminSetUserSettings = operation(
  "AdminSetUserSettings",
  "signed",
  z.object({ UserPoolId: poolId, Username: username, ...options }),
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    return prefer(pool, user, preferences(user, request.MFAOptions.length > 0));
  },
);

const preferences = (user: User, Enabled: boolean): Preferences => ({
  SMSMfaSettings: { Enabled, PreferredMfa: Enabled && mfaOf(user).preferred === "SMS_MFA" },
});

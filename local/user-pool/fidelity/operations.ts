/** Operations of the API; those that are missing are in operations/missing-operations.ts. */
import { done, type FidelityRow, partial } from "./row.js";

export const operations: readonly FidelityRow[] = [
  done(
    "operation",
    "InitiateAuth, RespondToAuthChallenge and their Admin forms",
    "sign-in: is challenged for a new password",
  ),
  done(
    "operation",
    "SignUp, ConfirmSignUp, ResendConfirmationCode, AdminConfirmSignUp",
    "sign-up: confirms the user and the address by the code, which counts once",
  ),
  done(
    "operation",
    "ForgotPassword, ConfirmForgotPassword, ChangePassword",
    "passwords: is replaced by the code that went to the verified address, once",
  ),
  done(
    "operation",
    "GetTokensFromRefreshToken, RevokeToken",
    "refresh: refreshes by GetTokensFromRefreshToken as often as asked",
  ),
  done("operation", "GlobalSignOut, AdminUserGlobalSignOut", "refresh: ends every session by"),
  partial(
    "operation",
    "ListUserSessions, RevokeUserSession and their Admin forms",
    "sessions: is listed with its client and times, and the caller's is marked",
    "sessions of tokens, not of browsers with the sign-in pages; device unknown, address 127.0.0.1",
  ),
  done(
    "operation",
    "SetUserPoolSessionConfiguration, GetUserPoolSessionConfiguration",
    "sessions: gives way, least recently used first, to one more than a user may have",
  ),
  partial(
    "operation",
    "SetUserPoolClientSessionConfiguration, GetUserPoolClientSessionConfiguration",
    "sessions: keeps how long a client reuses a sign-in",
    "kept and described; the browser's session lasts an hour for every client",
  ),
  done(
    "operation",
    "GetClientToken",
    "oauth/machines: is that of the client credentials grant, with the trigger",
  ),
  done("operation", "GetUser, DeleteUser", "attributes: reads what the client may read, and the sub"),
  done(
    "operation",
    "UpdateUserAttributes, VerifyUserAttribute and their family",
    "attributes: who changes the address has an unverified one until its code comes back",
  ),
  done(
    "operation",
    "AdminCreateUser, AdminGetUser, AdminSetUserPassword and their family",
    "administration: invites the user with a temporary password",
  ),
  done(
    "operation",
    "Groups and their members",
    "administration: show in the tokens of their members from the next sign-in on",
  ),
  done(
    "operation",
    "User pools and app clients",
    "pools: creates a pool and a client that people can use, and deletes them",
  ),
  done(
    "operation",
    "SetUserMFAPreference, AdminSetUserMFAPreference",
    "mfa: are offered with SELECT_MFA_TYPE until one is preferred",
  ),
  done(
    "operation",
    "SetUserSettings, AdminSetUserSettings",
    "user-settings: asks a user for a code by SMS once the user wants it",
  ),
  done(
    "operation",
    "AssociateSoftwareToken, VerifySoftwareToken",
    "mfa: is set up with a code, asked for at the next sign-in",
  ),
  done("operation", "AdminDeleteSoftwareToken", "mfa: is gone when an administrator deletes it"),
  done("operation", "SetUserPoolMfaConfig, GetUserPoolMfaConfig", "mfa: is set and read as a whole"),
  done(
    "operation",
    "ConfirmDevice, UpdateDeviceStatus",
    "devices: waits for the user where the pool says so",
  ),
  done(
    "operation",
    "GetDevice, ListDevices, ForgetDevice and their Admin forms",
    "devices: makes the library drop its key, and sign in as a new one",
  ),
  done(
    "operation",
    "StartWebAuthnRegistration, CompleteWebAuthnRegistration",
    "passkeys: when nobody began it, twice, and too late",
  ),
  done(
    "operation",
    "ListWebAuthnCredentials, DeleteWebAuthnCredential",
    "passkeys: is listed, and gone once deleted",
  ),
  done(
    "operation",
    "GetUserAuthFactors, AdminGetUserAuthFactors",
    "passkeys: is offered as a choice, and counted as a factor",
  ),
  done(
    "operation",
    "AddUserPoolClientSecret, ListUserPoolClientSecrets, DeleteUserPoolClientSecret",
    "pool-upkeep: are both good while one replaces the other",
  ),
  done(
    "operation",
    "AddCustomAttributes, GetCSVHeader",
    "pool-upkeep: can be added, also under the name of a standard one",
  ),
  done(
    "operation",
    "TagResource, UntagResource, ListTagsForResource",
    "pool-upkeep: are added, replaced and removed by key",
  ),
];

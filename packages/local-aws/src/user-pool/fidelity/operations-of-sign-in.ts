/** Fidelity of the operations of sign-in, sessions and factors. */
import { done, type FidelityRow, partial } from "../../fidelity/row.js";

const signInOperations: readonly FidelityRow[] = [
  done(
    "operation",
    "InitiateAuth, RespondToAuthChallenge, AdminInitiateAuth, AdminRespondToAuthChallenge",
    "trigger-sources: the triggers of signing in by password",
  ),
  done(
    "operation",
    "GetTokensFromRefreshToken, RevokeToken",
    "refresh: ends one session by RevokeToken, access token included",
  ),
  done("operation", "GlobalSignOut, AdminUserGlobalSignOut", "refresh: ends every session by"),
  partial(
    "operation",
    "ListUserSessions, RevokeUserSession, AdminListUserSessions, AdminRevokeUserSession",
    "sessions: is listed with its client and times, and the caller's is marked",
    "the device is unknown and the address is 127.0.0.1; browser sessions end at a restart",
  ),
  done(
    "operation",
    "SetUserPoolSessionConfiguration, GetUserPoolSessionConfiguration",
    "sessions: gives way, least recently used first, to one more than a user may have",
  ),
  done(
    "operation",
    "SetUserPoolClientSessionConfiguration, GetUserPoolClientSessionConfiguration",
    "oauth/sso-sessions: reuses a sign-in for the time that the client sets",
  ),
  done(
    "operation",
    "GetClientToken",
    "oauth/machines: is that of the client credentials grant, with the trigger",
  ),
];

const factors: readonly FidelityRow[] = [
  partial(
    "operation",
    "SetUserMFAPreference, AdminSetUserMFAPreference",
    "mfa: are offered with SELECT_MFA_TYPE until one is preferred",
    "WebAuthnMfaSettings is checked but not stored: a pool setting decides whether a passkey replaces MFA",
  ),
  done(
    "operation",
    "AssociateSoftwareToken, VerifySoftwareToken",
    "mfa: is set up with a code, asked for at the next sign-in",
  ),
  done(
    "operation",
    "SetUserSettings, AdminSetUserSettings",
    "user-settings: asks a user for a code by SMS once the user wants it",
  ),
  done("operation", "AdminDeleteSoftwareToken", "mfa: is removed when an administrator deletes it"),
  done("operation", "SetUserPoolMfaConfig, GetUserPoolMfaConfig", "mfa: is set and read as a whole"),
  done(
    "operation",
    "ConfirmDevice, UpdateDeviceStatus, AdminUpdateDeviceStatus",
    "devices: is remembered only by the user's choice if the pool requires it",
  ),
  done(
    "operation",
    "GetDevice, ListDevices, ForgetDevice, AdminGetDevice, AdminListDevices, AdminForgetDevice",
    "devices: makes the library drop its key, and sign in as a new one",
  ),
  done(
    "operation",
    "StartWebAuthnRegistration, CompleteWebAuthnRegistration",
    "passkeys: when it was never started, twice, and too late",
  ),
  done(
    "operation",
    "ListWebAuthnCredentials, DeleteWebAuthnCredential",
    "passkeys: is listed until it is deleted",
  ),
  done(
    "operation",
    "GetUserAuthFactors, AdminGetUserAuthFactors",
    "passkeys: is offered as a choice, and counted as a factor",
  ),
];

export const operationsOfSignIn: readonly FidelityRow[] = [...signInOperations, ...factors];

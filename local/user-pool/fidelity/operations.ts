/** Operations of the API; those that are missing are in operations/missing-operations.ts. */
import { done, type FidelityRow, missing, partial } from "../../fidelity/row.js";

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
    "the device is unknown and the address 127.0.0.1; those of browsers end with a restart",
  ),
  done(
    "operation",
    "SetUserPoolSessionConfiguration, GetUserPoolSessionConfiguration",
    "sessions: gives way, least recently used first, to one more than a user may have",
  ),
  done(
    "operation",
    "SetUserPoolClientSessionConfiguration, GetUserPoolClientSessionConfiguration",
    "oauth/sso-sessions: reuses a sign-in for as long as the client says",
  ),
  done(
    "operation",
    "GetClientToken",
    "oauth/machines: is that of the client credentials grant, with the trigger",
  ),
];

const ownAccount: readonly FidelityRow[] = [
  done(
    "operation",
    "SignUp, ConfirmSignUp, ResendConfirmationCode",
    "sign-up: confirms the user and the address by the code, which counts once",
  ),
  done(
    "operation",
    "ForgotPassword, ConfirmForgotPassword",
    "passwords: is replaced by the code that went to the verified address, once",
  ),
  done(
    "operation",
    "ChangePassword",
    "passwords: needs the present one, and a new one that policy and history allow",
  ),
  done("operation", "GetUser", "attributes: reads what the client may read, and the sub"),
  done("operation", "DeleteUser", "administration: may delete themselves"),
  done(
    "operation",
    "UpdateUserAttributes, VerifyUserAttribute",
    "attributes: who changes the address has an unverified one until its code comes back",
  ),
  done(
    "operation",
    "GetUserAttributeVerificationCode",
    "attributes: asks for another code, five times an hour",
  ),
  done(
    "operation",
    "DeleteUserAttributes, AdminDeleteUserAttributes",
    "attributes: removes an attribute, unless it is required",
  ),
];

const administration: readonly FidelityRow[] = [
  done("operation", "AdminConfirmSignUp", "sign-up: lets an administrator confirm without proving"),
  done(
    "operation",
    "AdminCreateUser",
    "administration: invites the user with a temporary password that satisfies the policy",
  ),
  done(
    "operation",
    "AdminGetUser, AdminDisableUser, AdminEnableUser, AdminDeleteUser",
    "administration: is disabled, enabled again and deleted",
  ),
  done(
    "operation",
    "AdminUpdateUserAttributes",
    "attributes: gets from an administrator what the client may not write, but nothing immutable",
  ),
  done(
    "operation",
    "AdminSetUserPassword",
    "passwords: sets a permanent password, or one that has to be replaced",
  ),
  done(
    "operation",
    "AdminResetUserPassword",
    "passwords: resets a password, which then works no more, and its owner gets a code",
  ),
  done("operation", "ListUsers", "administration: finds by equality and by prefix, without regard to case"),
  done(
    "operation",
    "CreateGroup, GetGroup, UpdateGroup, ListGroups, DeleteGroup",
    "administration: are created, changed, listed and deleted",
  ),
  done(
    "operation",
    "AdminAddUserToGroup, AdminRemoveUserFromGroup, AdminListGroupsForUser, ListUsersInGroup",
    "administration: show in the tokens of their members from the next sign-in on",
  ),
];

const factors: readonly FidelityRow[] = [
  partial(
    "operation",
    "SetUserMFAPreference, AdminSetUserMFAPreference",
    "mfa: are offered with SELECT_MFA_TYPE until one is preferred",
    "WebAuthnMfaSettings is checked and not kept: whether a passkey stands for both factors is the pool's decision",
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
  done("operation", "AdminDeleteSoftwareToken", "mfa: is gone when an administrator deletes it"),
  done("operation", "SetUserPoolMfaConfig, GetUserPoolMfaConfig", "mfa: is set and read as a whole"),
  done(
    "operation",
    "ConfirmDevice, UpdateDeviceStatus, AdminUpdateDeviceStatus",
    "devices: waits for the user where the pool says so",
  ),
  done(
    "operation",
    "GetDevice, ListDevices, ForgetDevice, AdminGetDevice, AdminListDevices, AdminForgetDevice",
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
];

const pools: readonly FidelityRow[] = [
  done(
    "operation",
    "CreateUserPool, DeleteUserPool, CreateUserPoolClient, DeleteUserPoolClient, ListUserPools, ListUserPoolClients",
    "pools: creates a pool and a client that people can use, and deletes them",
  ),
  done("operation", "DescribeUserPool", "pools: describes a declared pool with its whole schema"),
  done(
    "operation",
    "DescribeUserPoolClient",
    "pools: describes a declared client with the secret that was made for it",
  ),
  done(
    "operation",
    "UpdateUserPool",
    "pools: resets every setting that an update does not name, but not how users sign in",
  ),
  done(
    "operation",
    "UpdateUserPoolClient",
    "pools: resets every setting of a client that an update does not name, but not its secret",
  ),
  done(
    "operation",
    "AddUserPoolClientSecret, ListUserPoolClientSecrets, DeleteUserPoolClientSecret",
    "pool-upkeep: are both good while one replaces the other",
  ),
  done(
    "operation",
    "AddCustomAttributes",
    "pool-upkeep: can be added, also under the name of a standard one",
  ),
  done("operation", "GetCSVHeader", "pool-upkeep: are in the header of an import file"),
  partial(
    "operation",
    "CreateUserImportJob, DescribeUserImportJob, ListUserImportJobs, StartUserImportJob, StopUserImportJob",
    "user-imports: imports the users of the file, who set a password first",
    "no password hashes; the log is at GET /_local/imports?job=ID; the file is lost in a restart",
  ),
  done(
    "operation",
    "GetSigningCertificate",
    "signing-certificate: is the pool's own, signed with a key that the pool publishes",
    "its subject is the id of the pool",
  ),
  partial(
    "operation",
    "SetUICustomization, GetUICustomization",
    "appearance: is that of the client, else that of the pool, else nothing",
    "kept and described; the pages do not follow it",
  ),
  partial(
    "operation",
    "CreateManagedLoginBranding, UpdateManagedLoginBranding, DeleteManagedLoginBranding, DescribeManagedLoginBranding, DescribeManagedLoginBrandingByClient",
    "appearance: is made for one client, and found by it and by its id",
    "kept and described; the pages do not follow it, and ReturnMergedResources adds no default",
  ),
  partial(
    "operation",
    "CreateTerms, UpdateTerms, DeleteTerms, DescribeTerms, DescribeTermsByClient, ListTerms",
    "appearance: are found by id and by client, listed, changed and deleted",
    "kept and described; the pages do not link them",
  ),
  partial(
    "operation",
    "SetLogDeliveryConfiguration, GetLogDeliveryConfiguration",
    "logs-and-risks: is empty until it is set, and then what was set last",
    "kept and described; nothing is delivered",
  ),
  partial(
    "operation",
    "SetRiskConfiguration, DescribeRiskConfiguration",
    "logs-and-risks: is the client's own, else the pool's, until it is reset",
    "kept and described; no risk is assessed",
  ),
  partial(
    "operation",
    "AdminListUserAuthEvents, AdminUpdateAuthEventFeedback, UpdateAuthEventFeedback",
    "logs-and-risks: are there where threat protection is, and none is recorded here",
    "as documented without threat protection; with it the only events are notices on demand, which are not listed",
  ),
  done(
    "operation",
    "TagResource, UntagResource, ListTagsForResource",
    "pool-upkeep: are added, replaced and removed by key",
  ),
];

const absent: readonly FidelityRow[] = [
  missing(
    "operation",
    "CreateUserPoolReplica, DeleteUserPoolReplica, ListUserPoolReplicas, UpdateUserPoolReplica",
    "there is one Region",
  ),
  missing("operation", "GetProvisionedLimit, UpdateProvisionedLimit", "quotas belong to an account"),
];

export const operations: readonly FidelityRow[] = [
  ...signInOperations,
  ...ownAccount,
  ...administration,
  ...factors,
  ...pools,
  ...absent,
];

/** The table of operations. */
import { oauthOperations } from "../oauth/operations/table.js";
import { adminCreateUser } from "./admin-create-user.js";
import {
  adminDeleteUser,
  adminDisableUser,
  adminEnableUser,
  adminGetUser,
  adminResetUserPassword,
  adminSetUserPassword,
  adminUserGlobalSignOut,
} from "./admin-users.js";
import {
  addUserPoolClientSecret,
  deleteUserPoolClientSecret,
  listUserPoolClientSecrets,
} from "./client-secrets.js";
import { getClientToken } from "./client-token.js";
import { adminConfirmSignUp, confirmSignUp } from "./confirm-sign-up.js";
import {
  adminForgetDevice,
  adminGetDevice,
  adminListDevices,
  adminUpdateDeviceStatus,
  confirmDevice,
  forgetDevice,
  getDevice,
  listDevices,
  updateDeviceStatus,
} from "./devices.js";
import { confirmForgotPassword, forgotPassword } from "./forgot-password.js";
import { adminAddUserToGroup, adminListGroupsForUser, adminRemoveUserFromGroup } from "./group-members.js";
import { createGroup, deleteGroup, getGroup, listGroups, updateGroup } from "./groups.js";
import { adminInitiateAuth, initiateAuth } from "./initiate-auth.js";
import { listUsers, listUsersInGroup } from "./list-users.js";
import { adminSetUserMfaPreference, setUserMfaPreference } from "./mfa-preferences.js";
import type { Operation } from "./operation.js";
import { changePassword, deleteUser, getUser, globalSignOut } from "./own-account.js";
import { completeWebAuthnRegistration, startWebAuthnRegistration } from "./passkey-registration.js";
import {
  adminGetUserAuthFactors,
  deleteWebAuthnCredential,
  getUserAuthFactors,
  listWebAuthnCredentials,
} from "./passkeys.js";
import { addCustomAttributes, getCsvHeader } from "./pool-attributes.js";
import {
  createUserPoolClient,
  deleteUserPoolClient,
  describeUserPoolClient,
  listUserPoolClients,
  updateUserPoolClient,
} from "./pool-clients.js";
import { getUserPoolMfaConfig, setUserPoolMfaConfig } from "./pool-mfa.js";
import { createUserPool, deleteUserPool, describeUserPool, listUserPools, updateUserPool } from "./pools.js";
import { getTokensFromRefreshToken, revokeToken } from "./refresh-tokens.js";
import { resendConfirmationCode } from "./resend-confirmation-code.js";
import { adminRespondToAuthChallenge, respondToAuthChallenge } from "./respond-to-auth-challenge.js";
import {
  getUserPoolClientSessionConfiguration,
  getUserPoolSessionConfiguration,
  setUserPoolClientSessionConfiguration,
  setUserPoolSessionConfiguration,
} from "./session-rules.js";
import { signUp } from "./sign-up.js";
import { adminDeleteSoftwareToken, associateSoftwareToken, verifySoftwareToken } from "./software-tokens.js";
import { listTagsForResource, tagResource, untagResource } from "./tags.js";
import {
  adminDeleteUserAttributes,
  adminUpdateUserAttributes,
  deleteUserAttributes,
  getUserAttributeVerificationCode,
  updateUserAttributes,
  verifyUserAttribute,
} from "./user-attributes.js";
import {
  createUserImportJob,
  describeUserImportJob,
  listUserImportJobs,
  startUserImportJob,
  stopUserImportJob,
} from "./user-imports.js";
import {
  adminListUserSessions,
  adminRevokeUserSession,
  listUserSessions,
  revokeUserSession,
} from "./user-sessions.js";
import { adminSetUserSettings, setUserSettings } from "./user-settings.js";

const list: readonly Operation[] = [
  addCustomAttributes,
  addUserPoolClientSecret,
  adminAddUserToGroup,
  adminConfirmSignUp,
  adminCreateUser,
  adminDeleteSoftwareToken,
  adminDeleteUser,
  adminDeleteUserAttributes,
  adminDisableUser,
  adminEnableUser,
  adminForgetDevice,
  adminGetDevice,
  adminGetUser,
  adminGetUserAuthFactors,
  adminInitiateAuth,
  adminListDevices,
  adminListGroupsForUser,
  adminListUserSessions,
  adminRemoveUserFromGroup,
  adminResetUserPassword,
  adminRespondToAuthChallenge,
  adminRevokeUserSession,
  adminSetUserMfaPreference,
  adminSetUserPassword,
  adminSetUserSettings,
  adminUpdateDeviceStatus,
  adminUpdateUserAttributes,
  adminUserGlobalSignOut,
  associateSoftwareToken,
  changePassword,
  completeWebAuthnRegistration,
  confirmDevice,
  confirmForgotPassword,
  confirmSignUp,
  createGroup,
  createUserImportJob,
  createUserPool,
  createUserPoolClient,
  deleteGroup,
  deleteUser,
  deleteUserAttributes,
  deleteUserPool,
  deleteUserPoolClient,
  deleteUserPoolClientSecret,
  deleteWebAuthnCredential,
  describeUserImportJob,
  describeUserPool,
  describeUserPoolClient,
  forgetDevice,
  forgotPassword,
  getClientToken,
  getCsvHeader,
  getDevice,
  getGroup,
  getTokensFromRefreshToken,
  getUser,
  getUserAttributeVerificationCode,
  getUserAuthFactors,
  getUserPoolClientSessionConfiguration,
  getUserPoolMfaConfig,
  getUserPoolSessionConfiguration,
  globalSignOut,
  initiateAuth,
  listDevices,
  listGroups,
  listTagsForResource,
  listUserImportJobs,
  listUserPoolClientSecrets,
  listUserPoolClients,
  listUserPools,
  listUserSessions,
  listUsers,
  listUsersInGroup,
  listWebAuthnCredentials,
  resendConfirmationCode,
  respondToAuthChallenge,
  revokeToken,
  revokeUserSession,
  setUserMfaPreference,
  setUserPoolClientSessionConfiguration,
  setUserPoolMfaConfig,
  setUserPoolSessionConfiguration,
  setUserSettings,
  signUp,
  startUserImportJob,
  startWebAuthnRegistration,
  stopUserImportJob,
  tagResource,
  untagResource,
  updateDeviceStatus,
  updateGroup,
  updateUserAttributes,
  updateUserPool,
  updateUserPoolClient,
  verifySoftwareToken,
  verifyUserAttribute,
  ...oauthOperations,
];

export const operations: ReadonlyMap<string, Operation> = new Map(list.map((entry) => [entry.name, entry]));

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
import { getClientToken } from "./client-token.js";
import { confirmDevice } from "./confirm-device.js";
import { adminConfirmSignUp, confirmSignUp } from "./confirm-sign-up.js";
import {
  adminForgetDevice,
  adminGetDevice,
  adminListDevices,
  adminUpdateDeviceStatus,
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
import { operatorOperations } from "./operator-table.js";
import { changePassword, deleteUser, getUser, globalSignOut } from "./own-account.js";
import { completeWebAuthnRegistration, startWebAuthnRegistration } from "./passkey-registration.js";
import {
  adminGetUserAuthFactors,
  deleteWebAuthnCredential,
  getUserAuthFactors,
  listWebAuthnCredentials,
} from "./passkeys.js";
import { getTokensFromRefreshToken, revokeToken } from "./refresh-tokens.js";
import { resendConfirmationCode } from "./resend-confirmation-code.js";
import { adminRespondToAuthChallenge, respondToAuthChallenge } from "./respond-to-auth-challenge.js";
import { signUp } from "./sign-up.js";
import { adminDeleteSoftwareToken, associateSoftwareToken, verifySoftwareToken } from "./software-tokens.js";
import {
  adminDeleteUserAttributes,
  adminUpdateUserAttributes,
  deleteUserAttributes,
  getUserAttributeVerificationCode,
  updateUserAttributes,
  verifyUserAttribute,
} from "./user-attributes.js";
import {
  adminListUserSessions,
  adminRevokeUserSession,
  listUserSessions,
  revokeUserSession,
} from "./user-sessions.js";
import { adminSetUserSettings, setUserSettings } from "./user-settings.js";

const list: readonly Operation[] = [
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
  deleteGroup,
  deleteUser,
  deleteUserAttributes,
  deleteWebAuthnCredential,
  forgetDevice,
  forgotPassword,
  getClientToken,
  getDevice,
  getGroup,
  getTokensFromRefreshToken,
  getUser,
  getUserAttributeVerificationCode,
  getUserAuthFactors,
  globalSignOut,
  initiateAuth,
  listDevices,
  listGroups,
  listUserSessions,
  listUsers,
  listUsersInGroup,
  listWebAuthnCredentials,
  resendConfirmationCode,
  respondToAuthChallenge,
  revokeToken,
  revokeUserSession,
  setUserMfaPreference,
  setUserSettings,
  signUp,
  startWebAuthnRegistration,
  updateDeviceStatus,
  updateGroup,
  updateUserAttributes,
  verifySoftwareToken,
  verifyUserAttribute,
  ...oauthOperations,
  ...operatorOperations,
];

export const operations: ReadonlyMap<string, Operation> = new Map(list.map((entry) => [entry.name, entry]));

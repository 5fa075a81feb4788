/** Fidelity of the operations on users, by themselves and by administrators. */
import { done, type FidelityRow } from "../../fidelity/row.js";

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
    "attributes: who changes the address has an unverified one until its code is entered",
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

export const operationsOfUsers: readonly FidelityRow[] = [...ownAccount, ...administration];

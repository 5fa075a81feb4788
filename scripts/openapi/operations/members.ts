import { invitationFields, offerFields, resendFields } from "../../../shared/edge/invitation-fields.js";
import { ownershipFields, roleFields } from "../../../shared/edge/member-fields.js";
import { INVITATION, LAST_PAGE, MEMBER } from "../examples.js";
import { PAGED, type Tag } from "../operation.js";
import { invitations, invited, joinedAccount, member, members } from "../schemas/accounts.js";

const changed = (example: Partial<Record<keyof typeof MEMBER, unknown>>) => {
  const { email: _unseen, ...shown } = MEMBER;
  return { 200: { description: "The member.", schema: member, example: { ...shown, ...example } } };
};
const CHANGE_ERRORS = ["conflict", "last_owner", "not_found", "owner_required", "role_required"] as const;

export const MEMBERS: Tag = {
  name: "Members",
  description: "Who is in an account, with which role, and who owns it.",
  operations: {
    "GET /api/accounts/{account_id}/members": {
      id: "listMembers",
      summary: "The members of the account",
      description: "Only Admins see addresses. A member sees the own one.",
      guard: "user",
      parameters: PAGED,
      answers: {
        200: { description: "A page.", schema: members, example: { items: [MEMBER], ...LAST_PAGE } },
      },
    },
    "GET /api/accounts/{account_id}/members/{user_id}": {
      id: "readMember",
      summary: "A member",
      description: "Only Admins and the member see the address.",
      guard: "user",
      answers: { 200: { description: "The member.", schema: member, example: MEMBER } },
      errors: ["not_found"],
    },
    "PATCH /api/accounts/{account_id}/members/{user_id}": {
      id: "changeRole",
      summary: "Change a member's role",
      description: "For Admins; only owners may change an owner. Never above the caller's own role.",
      guard: "user",
      body: { schema: roleFields, example: { role: "Manager" } },
      answers: changed({ role: "Manager" }),
      errors: CHANGE_ERRORS,
    },
    "DELETE /api/accounts/{account_id}/members/{user_id}": {
      id: "removeMember",
      summary: "Remove a member, or leave",
      description: "For Admins, and for every member themselves. The last owner cannot be removed.",
      guard: "user",
      answers: { 204: { description: "The membership is removed." } },
      errors: CHANGE_ERRORS,
    },
    "POST /api/accounts/{account_id}/members/{user_id}/suspend": {
      id: "suspendMember",
      summary: "Suspend a member in this account",
      description: "For Admins; only owners may suspend an owner.",
      guard: "user",
      answers: changed({ status: "SUSPENDED" }),
      errors: CHANGE_ERRORS,
    },
    "POST /api/accounts/{account_id}/members/{user_id}/reinstate": {
      id: "reinstateMember",
      summary: "Lift a suspension",
      description: "For Admins. A former owner returns without ownership.",
      guard: "user",
      answers: changed({}),
      errors: CHANGE_ERRORS,
    },
    "POST /api/accounts/{account_id}/ownership": {
      id: "passOwnership",
      summary: "Make a member an owner",
      description:
        "In place of the caller or in addition. For owners, after a step-up for `transfer-ownership`.",
      guard: "user",
      body: { schema: ownershipFields, example: { user_id: "usr_grace", keep: true } },
      answers: changed({ role: "Admin", owner: true }),
      errors: ["conflict", "not_found", "owner_required", "role_required", "step_up_required"],
    },
  },
};

const INVITED = {
  202: {
    description: "The invitation. Only the mail has its token.",
    schema: invited,
    example: { ...INVITATION, mailed: true },
  },
} as const;
const offer = { schema: offerFields, example: { token: "invite_0123456789abcdef0123456789abcdef" } };

export const INVITATIONS: Tag = {
  name: "Invitations",
  description: "Into an account, by mail. No response has a token.",
  operations: {
    "GET /api/accounts/{account_id}/invitations": {
      id: "listInvitations",
      summary: "The unanswered invitations",
      description: "For Admins. Answered and revoked ones are in the audit events.",
      guard: "user",
      parameters: PAGED,
      answers: {
        200: { description: "A page.", schema: invitations, example: { items: [INVITATION], ...LAST_PAGE } },
      },
      errors: ["role_required"],
    },
    "POST /api/accounts/{account_id}/invitations": {
      id: "invite",
      summary: "Invite an address",
      description:
        "For Admins. The response does not reveal whether the address is known. A new invitation replaces the old one.",
      guard: "user",
      once: true,
      body: {
        schema: invitationFields,
        example: { email: "linus@example.com", role: "Viewer", valid_days: 7 },
      },
      answers: INVITED,
      errors: ["role_required", "too_many_requests"],
    },
    "DELETE /api/accounts/{account_id}/invitations/{invitation_id}": {
      id: "revokeInvitation",
      summary: "Revoke an invitation",
      description: "For Admins. A membership from it stays.",
      guard: "user",
      answers: { 204: { description: "Its token is invalid." } },
      errors: ["conflict", "not_found", "role_required"],
    },
    "POST /api/accounts/{account_id}/invitations/{invitation_id}/resend": {
      id: "resendInvitation",
      summary: "Mail a new token",
      description: "In a new invitation, with a new id, that replaces this one. For Admins.",
      guard: "user",
      once: true,
      body: { schema: resendFields, example: { language: "en" } },
      answers: INVITED,
      errors: ["not_found", "role_required", "too_many_requests"],
    },
    "POST /api/invitations/accept": {
      id: "acceptInvitation",
      summary: "Accept an invitation",
      description: "The caller's own address must be the invited one. A repeated request changes nothing.",
      guard: "user",
      body: offer,
      answers: {
        200: {
          description: "The account that the caller is a member of now.",
          schema: joinedAccount,
          example: {
            system_account_id: "acct_northwind",
            visible_account_id: "NW-1001",
            name: "Northwind Traders",
            role: "Viewer",
          },
        },
      },
      errors: ["conflict", "invitation_invalid"],
    },
    "POST /api/invitations/decline": {
      id: "declineInvitation",
      summary: "Decline an invitation",
      description: "To the caller's own address.",
      guard: "user",
      body: offer,
      answers: { 204: { description: "The invitation is declined." } },
      errors: ["conflict", "invitation_invalid"],
    },
  },
};

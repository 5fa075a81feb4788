/** Requests and responses about accounts, members and invitations. */
import * as z from "zod/mini";
import { accountNameFields, activeAccountFields } from "../../../shared/edge/account-fields.js";
import { invitationFields, offerFields, resendFields } from "../../../shared/edge/invitation-fields.js";
import { ownershipFields, roleFields } from "../../../shared/edge/member-fields.js";
import { named } from "../named-schema.js";
import { NAME_KEYWORDS } from "./fields.js";
import { pageOf } from "./page.js";
import { accountOfSession } from "./sign-in.js";

const ROLE = "A role of the stage. Admin is the highest.";
const VALID_DAYS = "For how many days the invitation is valid.";

named("AccountName", accountNameFields, { properties: { name: NAME_KEYWORDS() } });
named("ActiveAccount", activeAccountFields);
named("NewRole", roleFields, { properties: { role: ROLE } });
named("NewOwner", ownershipFields, {
  properties: { user_id: "An ACTIVE member.", keep: "The caller stays an owner." },
});
named("NewInvitation", invitationFields, { properties: { role: ROLE, valid_days: VALID_DAYS } });
named("ResentInvitation", resendFields, { properties: { valid_days: VALID_DAYS } });
named("Offer", offerFields, {
  description: "Either of them.",
  properties: {
    token: "From the mail.",
    account_id: "The account of a membership that an operator prepared.",
  },
});

const memberStatus = z.enum(["INVITED", "ACTIVE", "SUSPENDED"]);
const accountFields = {
  system_account_id: z.string(),
  visible_account_id: z.string(),
  cell_id: z.string(),
  name: z.string(),
  status: z.enum(["ACTIVE", "SUSPENDED", "CLOSED"]),
};

export const account = named("Account", z.strictObject(accountFields));
export const ownAccount = named(
  "OwnAccount",
  z.strictObject({
    ...accountFields,
    membership: z.strictObject({ role: z.string(), status: memberStatus, owner: z.boolean() }),
  }),
  { description: "An account, with the caller's membership." },
);
export const ownAccounts = pageOf("OwnAccountPage", ownAccount);

export const me = named(
  "Me",
  z.strictObject({
    user_id: z.string(),
    username: z.string(),
    email: z.string(),
    account: z.nullable(accountOfSession),
    memberships: z
      .array(
        z.strictObject({
          system_account_id: z.string(),
          visible_account_id: z.nullable(z.string()),
          name: z.nullable(z.string()),
          role: z.string(),
          status: memberStatus,
        }),
      )
      .check(z.maxLength(100)),
    cursor: z.nullable(z.string()),
  }),
  {
    description: "The caller.",
    properties: { memberships: "A page of them.", cursor: "Of the next page. Null: there is none." },
  },
);

export const member = named(
  "Member",
  z.strictObject({
    user_id: z.string(),
    email: z.optional(z.string()),
    role: z.string(),
    status: memberStatus,
    owner: z.boolean(),
  }),
  { properties: { email: "For Admins and the member." } },
);
export const members = pageOf("MemberPage", member);

const invitationResponse = {
  invitation_id: z.string(),
  email: z.string(),
  role: z.string(),
  invited_by: z.string(),
  status: z.enum(["PENDING", "EXPIRED"]),
  expires_at: z.iso.datetime(),
};
const INVITED_BY = "A user id, or the name of an operator.";
const invitation = named("Invitation", z.strictObject(invitationResponse), {
  properties: { invited_by: INVITED_BY },
});
export const invitations = pageOf("InvitationPage", invitation);
export const invited = named(
  "Invited",
  z.strictObject({ ...invitationResponse, status: z.literal("PENDING"), mailed: z.boolean() }),
  { properties: { invited_by: INVITED_BY, mailed: "False if the stage sends no invitations." } },
);
export const joinedAccount = named(
  "JoinedAccount",
  z.strictObject({
    system_account_id: z.string(),
    visible_account_id: z.string(),
    name: z.string(),
    role: z.string(),
  }),
);

/** `invitations create`, `invitations list`, `invitations revoke`. */
import { required, UsageError, wholeNumber } from "local-aws/command-line";
import { AuthError } from "../../shared/domain/errors.js";
import {
  DEFAULT_INVITATION_DAYS,
  type Invitation,
  MOST_INVITATION_DAYS,
} from "../../shared/domain/invitation.js";
import { isRole, roleNames } from "../../shared/domain/role.js";
import { DAY_SECONDS, timeText } from "../../shared/domain/seconds.js";
import { inviteUser } from "../../shared/flows/accounts/invite-user.js";
import { revokeInvitation } from "../../shared/flows/operator/revoke-invitation.js";
import { accountOf } from "../account-option.js";
import { command } from "../command.js";
import { addressFrom, idFrom, reasonFrom } from "../user-options.js";

const line = ({ email, systemAccountId, role, invitedBy, expiresAtSeconds }: Invitation): string =>
  `${email}  ${systemAccountId}  ${role}  by ${invitedBy}  until ${timeText(expiresAtSeconds)}`;

export const invitationsCreate = command({
  name: "invitations create",
  usage: "--email ADDRESS --account ID --role ROLE [--days N]",
  about: "invites an address into an account and prints the token; send it to that mailbox only",
  options: {
    ...{ email: { type: "string" }, account: { type: "string" }, role: { type: "string" } },
    days: wholeNumber("how long the invitation is valid", DEFAULT_INVITATION_DAYS, {
      least: 1,
      most: MOST_INVITATION_DAYS,
    }),
  },
  run: async ({ values, ports }) => {
    const email = addressFrom(required("--email", values.email));
    const systemAccountId = idFrom("--account", values.account);
    const role = values.role ?? "";
    if (!isRole(ports.roles, role)) throw new UsageError(`--role takes ${roleNames(ports.roles).join(", ")}`);
    await accountOf(ports, systemAccountId);
    const asked = {
      email,
      systemAccountId,
      role,
      inviter: { operator: ports.operator },
      validSeconds: values.days * DAY_SECONDS,
    };
    try {
      const { invitation, token } = await inviteUser(ports, asked);
      return { json: { invitation, token }, text: [line(invitation), `token ${token}`] };
    } catch (error) {
      if (error instanceof AuthError && error.code === "forbidden")
        throw new UsageError(`the account ${systemAccountId} is not ACTIVE`);
      throw error;
    }
  },
});

export const invitationsList = command({
  name: "invitations list",
  usage: "--email ADDRESS",
  about: "lists the open invitations of an address",
  options: { email: { type: "string" } },
  run: async ({ values, ports }) => {
    const email = addressFrom(required("--email", values.email));
    const invitations = await ports.invitations.openFor(email);
    const text = invitations.length === 0 ? [`${email} has no open invitation`] : invitations.map(line);
    return { json: { invitations }, text };
  },
});

export const invitationsRevoke = command({
  name: "invitations revoke",
  usage: "--email ADDRESS --account ID --reason TEXT",
  about: "revokes an open invitation; an existing membership is kept",
  options: { email: { type: "string" }, account: { type: "string" }, reason: { type: "string" } },
  run: async ({ values, ports }) => {
    const email = addressFrom(required("--email", values.email));
    const systemAccountId = idFrom("--account", values.account);
    const reason = reasonFrom(values.reason);
    await accountOf(ports, systemAccountId);
    const outcome = await revokeInvitation(ports, { email, systemAccountId, reason });
    const notFound = outcome !== "revoked";
    const words = notFound
      ? `${email} has no open invitation to ${systemAccountId}`
      : "the invitation is revoked";
    return { json: { email, systemAccountId, outcome }, text: [words], notFound };
  },
});

/**
 * Invites an address into an account. The token is returned once, for the e-mail; only its keyed hash is
 * stored. The token proves that its holder reads the mail of the address.
 */

import type { Membership } from "../../domain/account.js";
import { type AuditDetails, auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { isEmail, normaliseIdentifier } from "../../domain/identifier.js";
import type { Invitation } from "../../domain/invitation.js";
import type { Role } from "../../domain/role.js";
import { secondsAt } from "../../domain/seconds.js";
import type { Ports } from "../../ports/index.js";

type Deps = Pick<Ports, "clock" | "invitations" | "pseudonyms" | "random">;

/**
 * @throws AuthError `invalid_request` for an invalid address, `forbidden` for an account that is not ACTIVE or
 * an inviter whose membership changed at the same time.
 */
export const inviteUser = async (
  deps: Deps,
  input: {
    readonly email: string;
    readonly systemAccountId: string;
    readonly role: Role;
    /** The inviter's membership as read, or the name of an operator. */
    readonly inviter: { readonly by: Membership } | { readonly operator: string };
    readonly validSeconds: number;
    /** Audit details about the inviter. */
    readonly details?: AuditDetails;
  },
): Promise<{ invitation: Invitation; token: string }> => {
  const email = normaliseIdentifier(input.email);
  if (!isEmail(email)) throw new AuthError("invalid_request", { fields: ["email"] });
  const { systemAccountId, role, inviter, validSeconds } = input;
  const by = "by" in inviter ? inviter.by : undefined;
  const invitedBy = "by" in inviter ? inviter.by.userId : inviter.operator;
  const at = deps.clock.now();
  const invitation: Invitation = {
    invitationId: deps.random.id("inv"),
    ...{ email, systemAccountId, role, invitedBy },
    ...(by === undefined && { byOperator: true }),
    invitedAt: at.toISOString(),
    status: "PENDING",
    expiresAtSeconds: secondsAt(at) + validSeconds,
  };
  const token = deps.random.id("invite");
  const event = auditEvent("membership.invited", {
    subject: pseudonymSubject(await deps.pseudonyms.of(email)),
    key: invitation.invitationId,
    at,
    details: { ...input.details, email, systemAccountId, reason: `${role} by ${invitedBy}` },
  });
  const tokenHash = await invitationHash(deps, token);
  const outcome = await deps.invitations.create(invitation, { tokenHash, by }, event);
  if (outcome === "refused") throw new AuthError("forbidden");
  return { invitation, token };
};

/** The key under which a token is stored. The prefix separates it from pseudonyms of user input. */
export const invitationHash = ({ pseudonyms }: Pick<Ports, "pseudonyms">, token: string): Promise<string> =>
  pseudonyms.of(`invitation\n${token}`);

/**
 * Makes a person a member of the accounts that their address was invited to. Only an address that
 * the pool holds for verified counts: an invitation says who reads a mailbox, not who types its name.
 */
import { auditEvent, userSubject } from "../../domain/audit-event.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import type { Ports } from "../../ports/index.js";

export type AcceptDeps = Pick<Ports, "clock" | "invitations">;

/** Safe to repeat and to overlap. Those that were taken back or accepted meanwhile are left out. */
export const acceptInvitations = async (
  deps: AcceptDeps,
  user: { readonly userId: string; readonly email: string; readonly emailVerified: boolean },
): Promise<void> => {
  const { userId, emailVerified } = user;
  const email = normaliseIdentifier(user.email);
  if (!emailVerified || email === "") return;
  for (const invitation of await deps.invitations.openFor(email)) {
    const { invitationId, systemAccountId, invitedBy } = invitation;
    const event = auditEvent("membership.accepted", {
      subject: userSubject(userId),
      key: invitationId,
      at: deps.clock.now(),
      details: { userId, email, systemAccountId, reason: `invited by ${invitedBy}` },
    });
    await deps.invitations.accept(invitation, userId, event);
  }
};

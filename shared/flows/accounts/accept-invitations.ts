/**
 * Makes a user a member of the accounts that their address was invited to. The pool must have verified the
 * address: an invitation is for the user who reads the mailbox, not for any user who enters its address.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import type { Ports } from "../../ports/index.js";
import { findInviter, type InviterDeps } from "./find-inviter.js";

export type AcceptDeps = InviterDeps & Pick<Ports, "clock" | "invitations">;

/**
 * Idempotent, also when run concurrently. Skips invitations that were revoked or accepted in the meantime, and
 * those that no longer count.
 */
export const acceptInvitations = async (
  deps: AcceptDeps,
  user: { readonly userId: string; readonly email: string; readonly emailVerified: boolean },
): Promise<void> => {
  const { userId, emailVerified } = user;
  const email = normaliseIdentifier(user.email);
  if (!emailVerified || email === "") return;
  for (const invitation of await deps.invitations.openFor(email)) {
    const inviter = await findInviter(deps, invitation);
    if (inviter.kind === "ended") continue;
    const { invitationId, systemAccountId, invitedBy } = invitation;
    const event = auditEvent("membership.accepted", {
      subject: userSubject(userId),
      key: invitationId,
      at: deps.clock.now(),
      details: { userId, email, systemAccountId, reason: `invited by ${invitedBy}` },
    });
    await deps.invitations.accept(invitation, { userId, by: inviter.by }, event);
  }
};

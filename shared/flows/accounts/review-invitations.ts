/** Lists and revokes the invitations of an account. For Admins, because the list contains addresses. */
import type { Actor } from "../../domain/actor.js";
import { auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import type { Invitation } from "../../domain/invitation.js";
import { ADMIN } from "../../domain/role.js";
import { isId } from "../../domain/text.js";
import type { Ports } from "../../ports/index.js";
import type { Page, PageOf } from "../../ports/page.js";
import { type RoleDeps, requireRole } from "../authorizer/require-role.js";

export type ReviewInvitationsDeps = RoleDeps & Pick<Ports, "invitations" | "pseudonyms">;

/** @throws AuthError as `requireRole`. */
export const listInvitations = async (
  deps: ReviewInvitationsDeps,
  actor: Actor,
  page: PageOf,
): Promise<Page<Invitation>> => {
  const { standing } = await requireRole(deps, actor, ADMIN);
  return deps.invitations.ofAccount(standing.account.systemAccountId, page);
};

/**
 * The token becomes invalid. Idempotent.
 *
 * @throws AuthError as `requireRole`; `not_found`; `conflict` if it was accepted or declined, or has expired.
 */
export const revokeOwnInvitation = async (
  deps: ReviewInvitationsDeps,
  actor: Actor,
  invitationId: string,
): Promise<void> => {
  const held = await requireRole(deps, actor, ADMIN);
  const { systemAccountId } = held.standing.account;
  const invitation = await invitationInto(deps, systemAccountId, invitationId);
  if (invitation.status === "REVOKED") return;
  const { caller, route, userId: actorId } = held.actor;
  const event = auditEvent("membership.invitation_revoked", {
    subject: pseudonymSubject(await deps.pseudonyms.of(invitation.email)),
    key: invitationId,
    at: deps.clock.now(),
    details: { email: invitation.email, systemAccountId, actorId, route, ...caller.facts },
  });
  if ((await deps.invitations.revoke(invitation, event)) === "refused") throw new AuthError("conflict");
};

/** @throws AuthError `not_found`, also for an invitation of another account. */
export const invitationInto = async (
  { invitations }: Pick<Ports, "invitations">,
  systemAccountId: string,
  invitationId: string,
): Promise<Invitation> => {
  const invitation = isId(invitationId) ? await invitations.byId(systemAccountId, invitationId) : undefined;
  if (invitation === undefined) throw new AuthError("not_found");
  return invitation;
};

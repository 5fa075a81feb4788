/**
 * A signed-in user accepts or declines an invitation with the mailed token. The token proves that they read
 * the mailbox, so the invitation must be for the address of their profile. Every refusal has the same error.
 */
import { type ActiveStanding, judgeStanding } from "../../domain/account.js";
import { isOwnClient } from "../../domain/account-scopes.js";
import type { UserActor } from "../../domain/actor.js";
import { type AuditEvent, auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { type Invitation, type InvitationStatus, isOpen } from "../../domain/invitation.js";
import type { Ports } from "../../ports/index.js";
import { denyAccess } from "../authorizer/deny-access.js";
import { findInviter, type InviterDeps } from "./find-inviter.js";
import { invitationHash } from "./invite-user.js";

export type AnswerInvitationDeps = InviterDeps &
  Pick<Ports, "audit" | "clock" | "invitations" | "pseudonyms">;

/**
 * Returns the user's standing in the account. Idempotent.
 *
 * @throws AuthError `invitation_invalid`, also for an existing or suspended member, for a user who left since,
 * and if the inviter can no longer invite; `forbidden` for a token of another client. Both are audited.
 */
export const acceptInvitation = async (
  deps: AnswerInvitationDeps,
  actor: UserActor,
  token: string,
): Promise<ActiveStanding> => {
  const invitation = await theirs(deps, actor, { token, settled: "ACCEPTED" });
  if (invitation.status !== "ACCEPTED") {
    const inviter = await findInviter(deps, invitation);
    if (inviter.kind === "ended") return invalid(deps, actor, invitation.systemAccountId);
    const event = eventOf(deps, "membership.accepted", actor, invitation);
    const given = { userId: actor.userId, by: inviter.by };
    const outcome = await deps.invitations.accept(invitation, given, event);
    // A concurrent request may have accepted it: the current status decides.
    if (outcome === "refused") await theirs(deps, actor, { token, settled: "ACCEPTED", open: false });
  }
  const verdict = judgeStanding(await deps.directory.standing(actor.userId, invitation.systemAccountId));
  return verdict.kind === "active" ? verdict.standing : invalid(deps, actor);
};

/** The invitation becomes invalid. Idempotent. @throws AuthError as `acceptInvitation`. */
export const declineInvitation = async (
  deps: AnswerInvitationDeps,
  actor: UserActor,
  token: string,
): Promise<void> => {
  const invitation = await theirs(deps, actor, { token, settled: "DECLINED" });
  if (invitation.status === "DECLINED") return;
  const event = eventOf(deps, "membership.declined", actor, invitation);
  if ((await deps.invitations.decline(invitation, event)) === "refused")
    await theirs(deps, actor, { token, settled: "DECLINED", open: false });
};

const theirs = async (
  deps: AnswerInvitationDeps,
  actor: UserActor,
  {
    token,
    settled,
    open = true,
  }: { readonly token: string; readonly settled: InvitationStatus; readonly open?: boolean },
): Promise<Invitation> => {
  if (!isOwnClient(actor.scopes)) return denyAccess(deps, actor, { reason: "scope_missing" });
  const invitation = await deps.invitations.byTokenHash(await invitationHash(deps, token));
  if (invitation === undefined) return invalid(deps, actor);
  const profile = await deps.directory.profile(actor.userId);
  const isTheirs = profile !== undefined && normaliseIdentifier(profile.email) === invitation.email;
  const isGood = invitation.status === settled || (open && isOpen(invitation, deps.clock.now()));
  return isTheirs && isGood ? invitation : invalid(deps, actor, invitation.systemAccountId);
};

const invalid = (deps: AnswerInvitationDeps, actor: UserActor, systemAccountId?: string): Promise<never> =>
  denyAccess(deps, actor, { reason: "invitation_invalid", code: "invitation_invalid", systemAccountId });

const eventOf = (
  { clock }: AnswerInvitationDeps,
  type: "membership.accepted" | "membership.declined",
  { userId, sessionId, route, caller }: UserActor,
  { invitationId, email, systemAccountId, invitedBy }: Invitation,
): AuditEvent =>
  auditEvent(type, {
    subject: userSubject(userId),
    key: invitationId,
    at: clock.now(),
    details: {
      ...{ userId, email, systemAccountId, sessionId, route },
      reason: `invited by ${invitedBy}`,
      ...caller.facts,
    },
  });

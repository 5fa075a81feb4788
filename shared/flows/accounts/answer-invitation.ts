/**
 * A signed-in person accepts or declines an invitation with the token that was mailed. The token proves that
 * they read the mailbox, so it has to have gone to the address of their own profile; whatever is wrong, the
 * answer is the same.
 */
import { type ActiveStanding, judgeStanding } from "../../domain/account.js";
import { isOwnClient } from "../../domain/account-scopes.js";
import type { PersonActor } from "../../domain/actor.js";
import { type AuditEvent, auditEvent, userSubject } from "../../domain/audit-event.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { type Invitation, type InvitationStatus, isOpen } from "../../domain/invitation.js";
import type { Ports } from "../../ports/index.js";
import { denyAccess } from "../authorizer/deny-access.js";
import { invitationHash } from "./invite-user.js";

export type AnswerInvitationDeps = Pick<
  Ports,
  "audit" | "clock" | "directory" | "invitations" | "pseudonyms"
>;

/**
 * What the person is in the account now. Accepting what they accepted before changes nothing.
 *
 * @throws AuthError `invitation_invalid`, also for a member, and for whoever is suspended in the account;
 * `forbidden` for another client's token; both audited.
 */
export const acceptInvitation = async (
  deps: AnswerInvitationDeps,
  actor: PersonActor,
  token: string,
): Promise<ActiveStanding> => {
  const invitation = await theirs(deps, actor, { token, settled: "ACCEPTED" });
  if (invitation.status !== "ACCEPTED") {
    const event = eventOf(deps, "membership.accepted", actor, invitation);
    const outcome = await deps.invitations.accept(invitation, actor.userId, event);
    // Another delivery of this request may have been faster: what counts is what they are now.
    if (outcome === "refused") await theirs(deps, actor, { token, settled: "ACCEPTED", open: false });
  }
  const verdict = judgeStanding(await deps.directory.standing(actor.userId, invitation.systemAccountId));
  return verdict.kind === "active" ? verdict.standing : invalid(deps, actor);
};

/** Nothing comes of it any more. Declining what they declined before changes nothing. @throws AuthError as accepting. */
export const declineInvitation = async (
  deps: AnswerInvitationDeps,
  actor: PersonActor,
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
  actor: PersonActor,
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

const invalid = (deps: AnswerInvitationDeps, actor: PersonActor, systemAccountId?: string): Promise<never> =>
  denyAccess(deps, actor, { reason: "invitation_invalid", code: "invitation_invalid", systemAccountId });

const eventOf = (
  { clock }: AnswerInvitationDeps,
  type: "membership.accepted" | "membership.declined",
  { userId, sessionId, route, caller }: PersonActor,
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

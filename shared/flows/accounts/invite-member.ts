/**
 * An Admin invites an address into the account. The address is not looked up, so that neither the response
 * nor its timing reveals whether the address has a profile. Only the e-mail contains the token.
 */
import type { Actor } from "../../domain/actor.js";
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import type { Invitation } from "../../domain/invitation.js";
import { languageOf } from "../../domain/messages/language.js";
import { renderMessage } from "../../domain/messages/render-message.js";
import { ADMIN, atLeast, isRole, type Role } from "../../domain/role.js";
import { DAY_SECONDS } from "../../domain/seconds.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Settings } from "../../ports/index.js";
import { denyAccess } from "../authorizer/deny-access.js";
import { type MemberStanding, type RoleDeps, requireRole } from "../authorizer/require-role.js";
import { countOnAll } from "../count-attempt.js";
import { inviteUser } from "./invite-user.js";
import { invitationInto } from "./review-invitations.js";

export type InviteMemberDeps = RoleDeps &
  Pick<Ports, "invitations" | "messenger" | "pseudonyms" | "random" | "throttle"> &
  Pick<Settings, "notices">;

/** `mailed` is false if the stage sends no notices. */
export type Invited = { readonly invitation: Invitation; readonly mailed: boolean };
type Wish = {
  readonly email: string;
  readonly role: Role;
  readonly validDays: number;
  readonly language?: string | undefined;
};

/**
 * @throws AuthError as `requireRole`; `role_required` for a role above the inviter's, `invalid_request` for a
 * role that the stage does not have, `too_many_requests`, `temporarily_unavailable` if the e-mail could not
 * be sent.
 */
export const inviteMember = async (deps: InviteMemberDeps, actor: Actor, wish: Wish): Promise<Invited> => {
  const held = await requireRole(deps, actor, ADMIN);
  if (!isRole(deps.roles, wish.role)) throw new AuthError("invalid_request", { fields: ["role"] });
  return invite(deps, held, wish);
};

/**
 * Replaces a pending invitation by one with a new token. `earlierId` is the id of the new invitation, if an earlier
 * attempt may have made it: it is then mailed again.
 *
 * @throws AuthError as `inviteMember`; `not_found`; `conflict` if the invitation is not pending.
 */
export const resendInvitation = async (
  deps: InviteMemberDeps,
  actor: Actor,
  input: Pick<Wish, "language" | "validDays"> & {
    readonly invitationId: string;
    readonly earlierId?: string | undefined;
  },
): Promise<Invited> => {
  const held = await requireRole(deps, actor, ADMIN);
  const { systemAccountId } = held.standing.account;
  const { invitationId, earlierId } = input;
  const earlier = earlierId && (await deps.invitations.byId(systemAccountId, earlierId));
  const invitation = earlier || (await invitationInto(deps, systemAccountId, invitationId));
  if (invitation.status !== "PENDING") throw new AuthError("conflict");
  return invite(deps, held, { ...input, email: invitation.email, role: invitation.role });
};

const invite = async (deps: InviteMemberDeps, held: MemberStanding, wish: Wish): Promise<Invited> => {
  const { actor, standing } = held;
  const { systemAccountId } = standing.account;
  if (!atLeast(deps.roles, standing.membership.role, wish.role))
    return denyAccess(deps, actor, { reason: "role_too_low", code: "role_required" });
  const address = await deps.pseudonyms.of(normaliseIdentifier(wish.email));
  await countOnAll(deps, [
    [THROTTLES.invitationsPerInviter, actor.userId],
    [THROTTLES.invitationsPerAddress, `${systemAccountId}/${address}`],
    [THROTTLES.invitationsPerInviterAndAddress, `${actor.userId}/${address}`],
    [THROTTLES.invitationsToAddress, address],
  ]);
  const { email, role } = wish;
  const validSeconds = wish.validDays * DAY_SECONDS;
  const { caller, route, sessionId } = actor;
  const made = await inviteUser(deps, {
    ...{ email, systemAccountId, role, validSeconds },
    inviter: { by: standing.membership },
    details: { actorId: actor.userId, sessionId, route, ...caller.facts },
  });
  return { invitation: made.invitation, mailed: await mail(deps, held, { ...wish, token: made.token }) };
};

const mail = async (
  { notices, messenger }: InviteMemberDeps,
  { standing }: MemberStanding,
  { email, language: wanted, token, validDays }: Wish & { readonly token: string },
): Promise<boolean> => {
  if (!notices.sends) return false;
  const language = languageOf([wanted], notices.language);
  const values = { account: standing.account.name, token, validMinutes: (validDays * DAY_SECONDS) / 60 };
  const request = { kind: "account_invitation", values, language, brand: notices.brand } as const;
  const { subject, html, text } = renderMessage(request);
  await messenger.send({ channel: "email", to: normaliseIdentifier(email), subject, html, text });
  return true;
};

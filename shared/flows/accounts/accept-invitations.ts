/**
 * Makes a user a member of the accounts that their address was invited to. The pool must have verified the
 * address: an invitation is for the user who reads the mailbox, not for any user who enters its address.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import type { Invitation } from "../../domain/invitation.js";
import type { Ports } from "../../ports/index.js";
import type { Acceptance } from "../../ports/invitations.js";
import { findInviter, type InviterDeps } from "./find-inviter.js";

export type AcceptDeps = InviterDeps & Pick<Ports, "clock" | "invitations">;

/**
 * Each acceptance changes the user's profile, and DynamoDB cancels overlapping transactions on one row: they are
 * written one after the other, in the time of a trigger. Later sign-ins accept the rest.
 */
const MOST_ACCEPTED = 10;
/** Of those that are refused, because the user is suspended in the account, or left it since. */
const MOST_TRIED = 50;
/** The inviters of so many invitations are read side by side. */
const READ_AT_ONCE = 25;

/**
 * Idempotent, also when run concurrently. Skips invitations that were revoked or accepted in the meantime, and
 * those that no longer count. `since`: when the run that this one continues began. Every acceptance records whether
 * invitations are left, so that a run that the trigger's deadline ended is continued too.
 */
export const acceptInvitations = async (
  deps: AcceptDeps,
  user: { readonly userId: string; readonly email: string; readonly emailVerified: boolean },
  since?: string,
): Promise<void> => {
  const { userId, emailVerified } = user;
  const email = normaliseIdentifier(user.email);
  if (!emailVerified || email === "") return;
  const began = since ?? deps.clock.now().toISOString();
  const open = (await deps.invitations.openFor(email)).filter(
    ({ invitedAt }) => invitedAt === undefined || invitedAt <= began,
  );
  let [accepted, tried] = [0, 0];
  for (let read = 0; read < open.length; read += READ_AT_ONCE) {
    const offers = await standing(deps, open.slice(read, read + READ_AT_ONCE));
    for (const offer of offers) {
      if (accepted === MOST_ACCEPTED || tried === MOST_TRIED) return;
      const last = offer === offers.at(-1) && read + READ_AT_ONCE >= open.length;
      const outcome = await accept(
        deps,
        { userId, email },
        { ...offer, acceptingSince: last ? null : began },
      );
      if (outcome === "accepted") accepted += 1;
      tried += 1;
    }
  }
  if (since !== undefined && accepted === 0) await deps.invitations.endAccepting(userId);
};

type Offer = { readonly invitation: Invitation; readonly by: Acceptance["by"] };

/** Invitations into accounts that are ACTIVE, from inviters who stand behind them. */
const standing = async (deps: AcceptDeps, part: readonly Invitation[]): Promise<readonly Offer[]> => {
  const [accounts, ...inviters] = await Promise.all([
    deps.directory.accounts(part.map(({ systemAccountId }) => systemAccountId)),
    ...part.map(async (invitation) => ({ invitation, inviter: await findInviter(deps, invitation) })),
  ]);
  const active = new Set(
    accounts.filter(({ status }) => status === "ACTIVE").map(({ systemAccountId }) => systemAccountId),
  );
  return inviters.flatMap(({ invitation, inviter }) =>
    inviter.kind === "ended" || !active.has(invitation.systemAccountId)
      ? []
      : [{ invitation, by: inviter.by }],
  );
};

const accept = (
  { clock, invitations }: AcceptDeps,
  { userId, email }: { readonly userId: string; readonly email: string },
  { invitation, ...acceptance }: Offer & Pick<Acceptance, "acceptingSince">,
): Promise<"accepted" | "refused"> => {
  const { invitationId, systemAccountId, invitedBy } = invitation;
  const event = auditEvent("membership.accepted", {
    subject: userSubject(userId),
    key: invitationId,
    at: clock.now(),
    details: { userId, email, systemAccountId, reason: `invited by ${invitedBy}` },
  });
  return invitations.accept(invitation, { userId, ...acceptance }, event);
};

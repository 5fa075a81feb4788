/**
 * The rule about endings: nothing from before an ending counts after it. It counts only if it began after the
 * user last joined, and while the user who stands behind it could still give it. Endings leave no list to clean
 * up: the membership and the profile keep the time of the last one, and every use compares it.
 *
 * | what | ended by | who stands behind it |
 * |---|---|---|
 * | grants to a user, ownership of a resource | leaving, removal | the account, which can revoke them |
 * | teams, department, projects, ownership of the account | leaving, removal; cleared in the same write | the account |
 * | API keys | leaving, removal of the issuer; a suspension pauses them | the issuer: ACTIVE, at least the key's role |
 * | invitations | leaving, removal, suspension, of both users | the inviter: ACTIVE, at least the role; or an operator |
 * | codes, magic links, tickets | suspension of the user | the user |
 * | entitlements of a legacy record | any earlier membership | the legacy system |
 */
import { judgeStanding, type Membership, type Standing, type UserProfile } from "./account.js";
import { atLeast, type Role, type Roles } from "./role.js";

/** RFC 3339. Undefined for what was stored without a time; it began before every ending. */
type BeganAt = string | undefined;

const after = (beganAt: BeganAt, end: string | undefined): boolean =>
  end === undefined || (beganAt !== undefined && beganAt > end);

/** Whether it began after the member last left the account. For what a suspension only pauses. */
export const sinceJoining = (beganAt: BeganAt, member: Pick<Membership, "leftAt"> | undefined): boolean =>
  after(beganAt, member?.leftAt);

/** Whether it began after the user was last suspended. For codes, links and tickets that were not used yet. */
export const sinceSuspension = (
  beganAt: BeganAt,
  user: Pick<UserProfile, "suspendedAt"> | undefined,
): boolean => after(beganAt, user?.suspendedAt);

/** As `sinceSuspension`, for a proof without a time of its own that is valid for `lifetimeSeconds`: surely began after it. */
export const surelySinceSuspension = (
  user: Pick<UserProfile, "suspendedAt"> | undefined,
  lifetimeSeconds: number,
  now: Date,
): boolean => sinceSuspension(new Date(now.getTime() - lifetimeSeconds * 1000).toISOString(), user);

/**
 * The membership behind an offer, if the user can still make it: ACTIVE, with at least the offered role, and
 * neither gone nor suspended since the offer was made.
 */
export const behindOffer = (
  standing: Standing,
  offer: { readonly role: Role; readonly madeAt: BeganAt },
  roles: Roles,
): Membership | undefined => {
  const verdict = judgeStanding(standing);
  if (verdict.kind === "refused") return undefined;
  const { membership, profile } = verdict.standing;
  const lasted =
    sinceJoining(offer.madeAt, membership) &&
    after(offer.madeAt, membership.suspendedAt) &&
    sinceSuspension(offer.madeAt, profile);
  return lasted && atLeast(roles, membership.role, offer.role) ? membership : undefined;
};

/**
 * A user accepts or declines the offer of a membership. The offer is an invitation, named by its mailed token, or a
 * membership that an operator prepared, named by its account.
 */
import type { ActiveStanding } from "../../domain/account.js";
import type { UserActor } from "../../domain/actor.js";
import { AuthError } from "../../domain/errors.js";
import { type AnswerInvitationDeps, acceptInvitation, declineInvitation } from "./answer-invitation.js";
import { type AnswerMembershipDeps, acceptMembership, declineMembership } from "./answer-membership.js";

export type AnswerOfferDeps = AnswerInvitationDeps & AnswerMembershipDeps;

/** As the user names it. Exactly one of the two counts as an offer. */
export type NamedOffer = {
  readonly token?: string | undefined;
  readonly systemAccountId?: string | undefined;
};

/** @throws AuthError `invalid_request` for no name or two names; as `acceptInvitation`. */
export const acceptOffer = async (
  deps: AnswerOfferDeps,
  actor: UserActor,
  named: NamedOffer,
): Promise<ActiveStanding> => {
  const offer = offerNamed(named);
  return offer.kind === "invitation"
    ? acceptInvitation(deps, actor, offer.token)
    : acceptMembership(deps, actor, offer.systemAccountId);
};

/** @throws AuthError as `acceptOffer`. */
export const declineOffer = async (
  deps: AnswerOfferDeps,
  actor: UserActor,
  named: NamedOffer,
): Promise<void> => {
  const offer = offerNamed(named);
  return offer.kind === "invitation"
    ? declineInvitation(deps, actor, offer.token)
    : declineMembership(deps, actor, offer.systemAccountId);
};

type Offer =
  | { readonly kind: "invitation"; readonly token: string }
  | { readonly kind: "membership"; readonly systemAccountId: string };

const offerNamed = ({ token, systemAccountId }: NamedOffer): Offer => {
  if (token !== undefined && systemAccountId === undefined) return { kind: "invitation", token };
  if (token === undefined && systemAccountId !== undefined) return { kind: "membership", systemAccountId };
  throw new AuthError("invalid_request", { fields: ["token"] });
};

/**
 * Invitations into an account: Admins create, list and revoke them; the invited user accepts or declines. No
 * response holds a token, or reveals whether an address is known.
 */
import { joinedAccountBody } from "../../shared/edge/account-response.js";
import {
  type ActorEndpointDeps,
  forActor,
  forActorWithBody,
  forUserWithBody,
} from "../../shared/edge/actor-endpoint.js";
import { httpFunction } from "../../shared/edge/http-endpoint.js";
import { accepted, noContent, ok } from "../../shared/edge/http-response.js";
import {
  invitationBody,
  invitationFields,
  invitationIdOf,
  invitedBody,
  offerFields,
  resendFields,
} from "../../shared/edge/invitation-fields.js";
import { type PageDeps, pageOfAccount } from "../../shared/edge/page-of-request.js";
import { type AnswerOfferDeps, acceptOffer, declineOffer } from "../../shared/flows/accounts/answer-offer.js";
import {
  type InviteMemberDeps,
  inviteMember,
  resendInvitation,
} from "../../shared/flows/accounts/invite-member.js";
import { listInvitations, revokeOwnInvitation } from "../../shared/flows/accounts/review-invitations.js";
import { httpPorts, invitationPorts, wired } from "../../shared/wiring/index.js";

type Deps = ActorEndpointDeps & PageDeps & InviteMemberDeps & AnswerOfferDeps;

const INVITATIONS = "/api/accounts/{account_id}/invitations";
const INVITATION = `${INVITATIONS}/{invitation_id}`;

export const invitations = (deps: Deps) =>
  httpFunction(deps, {
    [`POST ${INVITATIONS}`]: forActorWithBody(deps, invitationFields, (actor, wish) =>
      accepted(inviteMember(deps, actor, wish), invitedBody(deps)),
    ),
    [`GET ${INVITATIONS}`]: forActor(deps, (actor, request) =>
      pageOfAccount(deps, actor, request, {
        what: "invitations",
        read: (page) => listInvitations(deps, actor, page),
        body: invitationBody(deps),
      }),
    ),
    [`DELETE ${INVITATION}`]: forActor(deps, (actor, request) =>
      noContent(revokeOwnInvitation(deps, actor, invitationIdOf(request))),
    ),
    [`POST ${INVITATION}/resend`]: forActorWithBody(deps, resendFields, (actor, wish, request) =>
      accepted(
        resendInvitation(deps, actor, { ...wish, invitationId: invitationIdOf(request) }),
        invitedBody(deps),
      ),
    ),
    "POST /api/invitations/accept": forUserWithBody(deps, offerFields, (actor, named) =>
      ok(acceptOffer(deps, actor, named), joinedAccountBody),
    ),
    "POST /api/invitations/decline": forUserWithBody(deps, offerFields, (actor, named) =>
      noContent(declineOffer(deps, actor, named)),
    ),
  });

export const handler = wired(invitations, { ...httpPorts, ...invitationPorts });

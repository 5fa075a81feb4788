/**
 * Invitations into an account: Admins create, list and revoke them; the invited user accepts or declines. No
 * response holds a token, or reveals whether an address is known.
 */
import { ADMIN } from "../../shared/domain/role.js";
import { joinedAccountBody } from "../../shared/edge/account-response.js";
import { type ActorEndpointDeps, forActor, forUserWithBody } from "../../shared/edge/actor-endpoint.js";
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
import { forActorOnce, type OnceDeps } from "../../shared/edge/once-endpoint.js";
import { type PageDeps, pageOfAccount } from "../../shared/edge/page-of-request.js";
import { type AnswerOfferDeps, acceptOffer, declineOffer } from "../../shared/flows/accounts/answer-offer.js";
import {
  type InviteMemberDeps,
  inviteMember,
  resendInvitation,
} from "../../shared/flows/accounts/invite-member.js";
import { listInvitations, revokeOwnInvitation } from "../../shared/flows/accounts/review-invitations.js";
import { requireRole } from "../../shared/flows/authorizer/require-role.js";
import { httpPorts } from "../../shared/wiring/base.js";
import { oncePorts } from "../../shared/wiring/idempotency.js";
import { invitationPorts } from "../../shared/wiring/invitations.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = ActorEndpointDeps & OnceDeps & PageDeps & InviteMemberDeps & AnswerOfferDeps;

const INVITATIONS = "/api/accounts/{account_id}/invitations";
const INVITATION = `${INVITATIONS}/{invitation_id}`;

export const invitations = (deps: Deps) =>
  httpFunction(deps, {
    [`POST ${INVITATIONS}`]: forActorOnce(deps, invitationFields, {
      run: (actor, wish, _request, { sources }) =>
        accepted(inviteMember({ ...deps, ...sources }, actor, wish), invitedBody(deps)),
      maySee: (actor) => requireRole(deps, actor, ADMIN),
    }),
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
    [`POST ${INVITATION}/resend`]: forActorOnce(deps, resendFields, {
      run: (actor, wish, request, { sources, earlierId }) => {
        const which = { invitationId: invitationIdOf(request), earlierId: earlierId("inv") };
        return accepted(
          resendInvitation({ ...deps, ...sources }, actor, { ...wish, ...which }),
          invitedBody(deps),
        );
      },
      maySee: (actor) => requireRole(deps, actor, ADMIN),
    }),
    "POST /api/invitations/accept": forUserWithBody(deps, offerFields, (actor, named) =>
      ok(acceptOffer(deps, actor, named), joinedAccountBody),
    ),
    "POST /api/invitations/decline": forUserWithBody(deps, offerFields, (actor, named) =>
      noContent(declineOffer(deps, actor, named)),
    ),
  });

export const handler = wired(invitations, { ...httpPorts, ...oncePorts, ...invitationPorts });

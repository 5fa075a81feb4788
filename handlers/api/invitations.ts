/**
 * Invitations into an account: Admins create, list and revoke them; the invited user accepts or declines. No
 * response holds a token, or reveals whether an address is known.
 */
import * as z from "zod/mini";
import { AuthError } from "../../shared/domain/errors.js";
import type { Invitation } from "../../shared/domain/invitation.js";
import { isOpen } from "../../shared/domain/invitation.js";
import { type ActorDeps, actorOfRequest, userOfRequest } from "../../shared/edge/actor-of-request.js";
import { emailField as email } from "../../shared/edge/email-field.js";
import {
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withBody,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import { cursorAfter, type PageDeps, pageOfRequest } from "../../shared/edge/page-of-request.js";
import { languageField as language } from "../../shared/edge/wanted-languages.js";
import {
  type AnswerInvitationDeps,
  acceptInvitation,
  declineInvitation,
} from "../../shared/flows/accounts/answer-invitation.js";
import {
  type AnswerMembershipDeps,
  acceptMembership,
  declineMembership,
} from "../../shared/flows/accounts/answer-membership.js";
import {
  type Invited,
  type InviteMemberDeps,
  inviteMember,
  resendInvitation,
} from "../../shared/flows/accounts/invite-member.js";
import {
  listInvitations,
  type ReviewInvitationsDeps,
  revokeOwnInvitation,
} from "../../shared/flows/accounts/review-invitations.js";
import { httpPorts, invitationPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps &
  ActorDeps &
  PageDeps &
  InviteMemberDeps &
  ReviewInvitationsDeps &
  AnswerInvitationDeps &
  AnswerMembershipDeps;

const DAY_SECONDS = 24 * 60 * 60;
const valid_days = z._default(z.int().check(z.minimum(1), z.maximum(90)), 7);
const invitation = z.object({ email, role: z.string().check(z.maxLength(32)), language, valid_days });
const again = z.object({ language, valid_days });
/** Either a mailed token, or the account in which an operator prepared a membership. */
const answer = z.object({
  token: z.optional(z.string().check(z.regex(/^invite_[0-9a-f]{32}$/))),
  account_id: z.optional(z.string().check(z.maxLength(128))),
});

export const invitations = (deps: Deps) =>
  httpFunction(deps, {
    "POST /api/accounts/{account_id}/invitations": withBody(invitation, async (body, request) => {
      const wish = { ...body, language: body.language, validSeconds: body.valid_days * DAY_SECONDS };
      return invited(deps, await inviteMember(deps, await actorOfRequest(deps, request), wish));
    }),
    "GET /api/accounts/{account_id}/invitations": withoutBody((request) => list(deps, request)),
    "DELETE /api/accounts/{account_id}/invitations/{invitation_id}": withoutBody(async (request) => {
      await revokeOwnInvitation(deps, await actorOfRequest(deps, request), invitationOf(request));
      return { status: 204 };
    }),
    "POST /api/accounts/{account_id}/invitations/{invitation_id}/resend": withBody(
      again,
      async (body, request) => {
        const actor = await actorOfRequest(deps, request);
        const validSeconds = body.valid_days * DAY_SECONDS;
        const input = { language: body.language, validSeconds, invitationId: invitationOf(request) };
        return invited(deps, await resendInvitation(deps, actor, input));
      },
    ),
    "POST /api/invitations/accept": withBody(answer, async (body, request) => {
      const actor = await userOfRequest(deps, request);
      const { token, accountId } = oneOf(body);
      const { account, membership } =
        token !== undefined
          ? await acceptInvitation(deps, actor, token)
          : await acceptMembership(deps, actor, accountId);
      const { systemAccountId: system_account_id, visibleAccountId: visible_account_id, name } = account;
      return { status: 200, body: { system_account_id, visible_account_id, name, role: membership.role } };
    }),
    "POST /api/invitations/decline": withBody(answer, async (body, request) => {
      const actor = await userOfRequest(deps, request);
      const { token, accountId } = oneOf(body);
      if (token !== undefined) await declineInvitation(deps, actor, token);
      else await declineMembership(deps, actor, accountId);
      return { status: 204 };
    }),
  });

type Named =
  | { readonly token: string; readonly accountId?: undefined }
  | { readonly token?: undefined; readonly accountId: string };

const oneOf = ({ token, account_id: accountId }: z.infer<typeof answer>): Named => {
  if (token !== undefined && accountId === undefined) return { token };
  if (token === undefined && accountId !== undefined) return { accountId };
  throw new AuthError("invalid_request", { fields: ["token"] });
};

const invited = (deps: Deps, { invitation: made, mailed }: Invited): HttpResponse => ({
  status: 202,
  body: { ...invitationBody(deps, made), mailed },
});

const list = async (deps: Deps, request: HttpRequest): Promise<HttpResponse> => {
  const actor = await actorOfRequest(deps, request);
  const name = `invitations of ${actor.systemAccountId}`;
  const page = await listInvitations(deps, actor, await pageOfRequest(deps, request, name));
  const items = page.items.map((each) => invitationBody(deps, each));
  return { status: 200, body: { items, cursor: await cursorAfter(deps, name, page) } };
};

const invitationOf = ({ path }: HttpRequest): string => path.invitation_id ?? "";

const invitationBody = ({ clock: { now } }: Deps, made: Invitation) => ({
  invitation_id: made.invitationId,
  email: made.email,
  role: made.role,
  invited_by: made.invitedBy,
  status: made.status === "PENDING" && !isOpen(made, now()) ? "EXPIRED" : made.status,
  expires_at: new Date(made.expiresAtSeconds * 1000).toISOString(),
});

export const handler = wired(invitations, { ...httpPorts, ...invitationPorts });

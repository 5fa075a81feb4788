/** The members of an account: who they are, what they may do, and who owns it. */
import * as z from "zod/mini";
import type { Membership } from "../../shared/domain/account.js";
import type { MemberAct } from "../../shared/domain/member-rules.js";
import { type ActorDeps, actorOfRequest } from "../../shared/edge/actor-of-request.js";
import {
  type Endpoint,
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withBody,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import { cursorAfter, type PageDeps, pageOfRequest } from "../../shared/edge/page-of-request.js";
import { type ChangeMemberDeps, changeMember } from "../../shared/flows/accounts/change-member.js";
import {
  type ListMembersDeps,
  listMembers,
  type MemberView,
  readMember,
} from "../../shared/flows/accounts/list-members.js";
import { type PassOwnershipDeps, passOwnership } from "../../shared/flows/accounts/pass-ownership.js";
import { accountPorts, httpPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & ActorDeps & PageDeps & ListMembersDeps & ChangeMemberDeps & PassOwnershipDeps;

const role = z.object({ role: z.string().check(z.maxLength(32)) });
const ownership = z.object({
  user_id: z.string().check(z.maxLength(128)),
  keep: z.optional(z.boolean()),
});

export const members = (deps: Deps) =>
  httpFunction(deps, {
    "GET /api/accounts/{account_id}/members": withoutBody((request) => list(deps, request)),
    "GET /api/accounts/{account_id}/members/{user_id}": withoutBody(async (request) => {
      const actor = await actorOfRequest(deps, request);
      return { status: 200, body: memberBody(await readMember(deps, actor, userOf(request))) };
    }),
    "PATCH /api/accounts/{account_id}/members/{user_id}": withBody(role, (body, request) =>
      change(deps, request, { kind: "role", ...body }),
    ),
    "POST /api/accounts/{account_id}/members/{user_id}/suspend": acting(deps, { kind: "suspend" }),
    "POST /api/accounts/{account_id}/members/{user_id}/reinstate": acting(deps, { kind: "reinstate" }),
    "DELETE /api/accounts/{account_id}/members/{user_id}": withoutBody(async (request) => {
      await change(deps, request, { kind: "remove" });
      return { status: 204 };
    }),
    "POST /api/accounts/{account_id}/ownership": withBody(ownership, async (body, request) => {
      const actor = await actorOfRequest(deps, request);
      const input = { userId: body.user_id, keep: body.keep ?? false };
      return { status: 200, body: membershipBody(await passOwnership(deps, actor, input)) };
    }),
  });

const list = async (deps: Deps, request: HttpRequest): Promise<HttpResponse> => {
  const actor = await actorOfRequest(deps, request);
  const name = `members of ${actor.systemAccountId}`;
  const page = await listMembers(deps, actor, await pageOfRequest(deps, request, name));
  return {
    status: 200,
    body: { items: page.items.map(memberBody), cursor: await cursorAfter(deps, name, page) },
  };
};

const acting = (deps: Deps, act: MemberAct): Endpoint => withoutBody((request) => change(deps, request, act));

const change = async (deps: Deps, request: HttpRequest, act: MemberAct): Promise<HttpResponse> => {
  const actor = await actorOfRequest(deps, request);
  const membership = await changeMember(deps, actor, { userId: userOf(request), act });
  return { status: 200, body: membershipBody(membership) };
};

const userOf = ({ path }: HttpRequest): string => path.user_id ?? "";

const memberBody = ({ membership, email }: MemberView) => ({
  ...membershipBody(membership),
  ...(email !== undefined && { email }),
});

const membershipBody = (membership: Membership) => ({
  user_id: membership.userId,
  role: membership.role,
  status: membership.status,
  owner: membership.owner === true,
});

export const handler = wired(members, { ...httpPorts, ...accountPorts });

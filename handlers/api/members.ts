/** The members of an account: who they are, what they may do, and who owns it. */
import type { MemberAct } from "../../shared/domain/member-rules.js";
import { type ActorEndpointDeps, forActor, forActorWithBody } from "../../shared/edge/actor-endpoint.js";
import { httpFunction } from "../../shared/edge/http-endpoint.js";
import { noContent, ok } from "../../shared/edge/http-response.js";
import {
  memberBody,
  memberViewBody,
  ownershipFields,
  roleFields,
  userIdOf,
} from "../../shared/edge/member-fields.js";
import { type PageDeps, pageOfAccount } from "../../shared/edge/page-of-request.js";
import { changeMember } from "../../shared/flows/accounts/change-member.js";
import { listMembers, readMember } from "../../shared/flows/accounts/list-members.js";
import { type PassOwnershipDeps, passOwnership } from "../../shared/flows/accounts/pass-ownership.js";
import { accountPorts } from "../../shared/wiring/accounts.js";
import { httpPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = ActorEndpointDeps & PageDeps & PassOwnershipDeps;

const MEMBERS = "/api/accounts/{account_id}/members";
const MEMBER = `${MEMBERS}/{user_id}`;

export const members = (deps: Deps) => {
  const changing = (act: MemberAct) =>
    forActor(deps, (actor, request) =>
      ok(changeMember(deps, actor, { userId: userIdOf(request), act }), memberBody),
    );
  return httpFunction(deps, {
    [`GET ${MEMBERS}`]: forActor(deps, (actor, request) =>
      pageOfAccount(deps, actor, request, {
        what: "members",
        read: (page) => listMembers(deps, actor, page),
        body: memberViewBody,
      }),
    ),
    [`GET ${MEMBER}`]: forActor(deps, (actor, request) =>
      ok(readMember(deps, actor, userIdOf(request)), memberViewBody),
    ),
    [`PATCH ${MEMBER}`]: forActorWithBody(deps, roleFields, (actor, { role }, request) =>
      ok(changeMember(deps, actor, { userId: userIdOf(request), act: { kind: "role", role } }), memberBody),
    ),
    [`POST ${MEMBER}/suspend`]: changing({ kind: "suspend" }),
    [`POST ${MEMBER}/reinstate`]: changing({ kind: "reinstate" }),
    [`DELETE ${MEMBER}`]: forActor(deps, (actor, request) =>
      noContent(changeMember(deps, actor, { userId: userIdOf(request), act: { kind: "remove" } })),
    ),
    "POST /api/accounts/{account_id}/ownership": forActorWithBody(deps, ownershipFields, (actor, to) =>
      ok(passOwnership(deps, actor, to), memberBody),
    ),
  });
};

export const handler = wired(members, { ...httpPorts, ...accountPorts });

/** The caller and their accounts, by page. The caller's identity comes from the authorizer alone. */
import { callerBody } from "../../shared/edge/account-response.js";
import { type ActorEndpointDeps, forUser } from "../../shared/edge/actor-endpoint.js";
import { httpFunction } from "../../shared/edge/http-endpoint.js";
import { ok } from "../../shared/edge/http-response.js";
import { type PageDeps, pageBody } from "../../shared/edge/page-of-request.js";
import { type DescribeUserDeps, describeMemberships } from "../../shared/flows/accounts/describe-user.js";
import type { PageOf } from "../../shared/ports/page.js";
import { httpPorts, memberListPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = ActorEndpointDeps & DescribeUserDeps & PageDeps;

export const me = (deps: Deps) =>
  httpFunction(deps, {
    "GET /api/account/me": forUser(deps, (actor, request) => {
      const read = (page: PageOf) => describeMemberships(deps, actor.userId, page);
      return ok(pageBody(deps, request, { name: `memberships of ${actor.userId}`, read }), callerBody(actor));
    }),
  });

export const handler = wired(me, { ...httpPorts, ...memberListPorts });

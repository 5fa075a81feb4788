/** The caller and their accounts. The caller's identity comes from the authorizer alone. */
import { callerBody } from "../../shared/edge/account-response.js";
import { type ActorEndpointDeps, forUser } from "../../shared/edge/actor-endpoint.js";
import { httpFunction } from "../../shared/edge/http-endpoint.js";
import { ok } from "../../shared/edge/http-response.js";
import { type DescribeUserDeps, describeMemberships } from "../../shared/flows/accounts/describe-user.js";
import { directoryPorts, httpPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = ActorEndpointDeps & DescribeUserDeps;

export const me = (deps: Deps) =>
  httpFunction(deps, {
    "GET /api/account/me": forUser(deps, (actor) =>
      ok(describeMemberships(deps, actor.userId), callerBody(actor)),
    ),
  });

export const handler = wired(me, { ...httpPorts, ...directoryPorts });

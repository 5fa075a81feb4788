/** The caller and their accounts. The caller's identity comes from the authorizer alone. */
import { callerBody, ownMembershipBody } from "../../shared/edge/account-fields.js";
import { type ActorDeps, userOfRequest } from "../../shared/edge/actor-of-request.js";
import { type HttpDeps, httpFunction, withoutBody } from "../../shared/edge/http-endpoint.js";
import { type DescribeUserDeps, describeMemberships } from "../../shared/flows/accounts/describe-user.js";
import { directoryPorts, httpPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & ActorDeps & DescribeUserDeps;

export const account = (deps: Deps) =>
  httpFunction(deps, {
    "GET /api/account/me": withoutBody(async (request) => {
      const actor = await userOfRequest(deps, request);
      const memberships = await describeMemberships(deps, actor.userId);
      return { status: 200, body: { ...callerBody(actor), memberships: memberships.map(ownMembershipBody) } };
    }),
  });

export const handler = wired(account, { ...httpPorts, ...directoryPorts });

/** The endpoints about the caller's own accounts. Who the caller is comes from the authorizer alone. */
import type { Actor } from "../../shared/domain/actor.js";
import { type ActorDeps, personOfRequest } from "../../shared/edge/actor-of-request.js";
import {
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import {
  type DescribeUserDeps,
  describeMemberships,
  type MembershipView,
} from "../../shared/flows/accounts/describe-user.js";
import { directoryPorts, httpPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & ActorDeps & DescribeUserDeps;

export const account = (deps: Deps) =>
  httpFunction(deps, { "GET /api/account/me": withoutBody((request) => me(deps, request)) });

const me = async (deps: Deps, request: HttpRequest): Promise<HttpResponse> => {
  const actor = await personOfRequest(deps, request);
  const memberships = await describeMemberships(deps, actor.userId);
  return {
    status: 200,
    body: {
      user_id: actor.userId,
      username: actor.username,
      email: actor.email,
      account: accountOf(actor),
      memberships: memberships.map(membershipBody),
    },
  };
};

const accountOf = ({ systemAccountId, visibleAccountId, cellId, role }: Actor) =>
  systemAccountId === undefined
    ? null
    : {
        system_account_id: systemAccountId,
        visible_account_id: visibleAccountId,
        cell_id: cellId,
        role,
      };

const membershipBody = ({ membership, account: of }: MembershipView) => ({
  system_account_id: membership.systemAccountId,
  visible_account_id: of?.visibleAccountId ?? null,
  name: of?.name ?? null,
  role: membership.role,
  status: membership.status,
});

export const handler = wired(account, { ...httpPorts, ...directoryPorts });

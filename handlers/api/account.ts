/** The endpoints about the caller's own accounts. Who the caller is comes from the authorizer alone. */
import { AuthError } from "../../shared/domain/errors.js";
import {
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import { describeMemberships, type MembershipView } from "../../shared/flows/describe-user.js";
import type { Ports } from "../../shared/ports.js";
import { clock, directory, logger, metrics, wired } from "../../shared/wiring.js";

type Deps = Pick<Ports, "clock" | "directory" | "logger" | "metrics">;

export const account = (deps: Deps) =>
  httpFunction(deps, { "GET /api/account/me": withoutBody((request) => me(deps, request)) });

const me = async (deps: Deps, { access }: HttpRequest): Promise<HttpResponse> => {
  const userId = text(access?.user_id);
  // Without the authorizer's context there is no caller: a route that lost its authorizer stays shut.
  if (userId === "") throw new AuthError("forbidden");
  const memberships = await describeMemberships(deps, userId);
  return {
    status: 200,
    body: {
      user_id: userId,
      username: text(access?.username),
      email: text(access?.email),
      account: accountOf(access),
      memberships: memberships.map(membershipBody),
    },
  };
};

const accountOf = (access: HttpRequest["access"]) =>
  text(access?.system_account_id) === ""
    ? null
    : {
        system_account_id: text(access?.system_account_id),
        visible_account_id: text(access?.visible_account_id),
        cell_id: text(access?.cell_id),
        role: text(access?.role),
      };

const membershipBody = ({ membership, account: of }: MembershipView) => ({
  system_account_id: membership.systemAccountId,
  visible_account_id: of?.visibleAccountId ?? null,
  name: of?.name ?? null,
  role: membership.role,
  status: membership.status,
});

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export const handler = wired(account, { clock, directory, logger, metrics });

/**
 * Whether a user may perform an action, and which rule decides it. Members ask for themselves, Admins for every
 * member. Nothing is changed, and a negative answer is not audited as a denial.
 */
import { type ActorDeps, actorOfRequest } from "../../shared/edge/actor-of-request.js";
import {
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withBody,
} from "../../shared/edge/http-endpoint.js";
import { checkFields, explainFields } from "../../shared/edge/permission-fields.js";
import { type AskDeps, askPermissions } from "../../shared/flows/permission/ask-permissions.js";
import { httpPorts, permissionPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & ActorDeps & AskDeps;
type Question = { readonly resource: string; readonly action: string };

export const permissions = (deps: Deps) =>
  httpFunction(deps, {
    "POST /api/accounts/{account_id}/permissions/check": withBody(checkFields, (body, request) =>
      check(deps, request, { userId: body.user_id, wanted: body.checks }),
    ),
    "POST /api/accounts/{account_id}/permissions/explain": withBody(explainFields, (body, request) =>
      explain(deps, request, { userId: body.user_id, wanted: body }),
    ),
  });

const check = async (
  deps: Deps,
  request: HttpRequest,
  asked: { readonly userId: string | undefined; readonly wanted: readonly Question[] },
): Promise<HttpResponse> => {
  const answers = await askPermissions(deps, await actorOfRequest(deps, request), asked);
  const results = answers.map(({ decision }, index) => ({
    resource: asked.wanted[index]?.resource,
    action: asked.wanted[index]?.action,
    ...decision,
  }));
  return { status: 200, body: { results } };
};

const explain = async (
  deps: Deps,
  request: HttpRequest,
  {
    userId,
    wanted: { resource, action },
  }: { readonly userId: string | undefined; readonly wanted: Question },
): Promise<HttpResponse> => {
  const asked = { userId, wanted: [{ resource, action }] };
  const [answer] = await askPermissions(deps, await actorOfRequest(deps, request), asked);
  const steps = (answer?.steps ?? []).map(({ rule, outcome, grantee, expiresAtSeconds }) => ({
    ...{ rule, outcome, grantee },
    ...(expiresAtSeconds !== undefined && { expires_at: new Date(expiresAtSeconds * 1000).toISOString() }),
  }));
  return { status: 200, body: { resource, action, ...answer?.decision, steps } };
};

export const handler = wired(permissions, { ...httpPorts, ...permissionPorts });

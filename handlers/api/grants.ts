/** Grants on resources, and the attributes of resources: for admins of the resource. */
import { AuthError } from "../../shared/domain/errors.js";
import type { Grant } from "../../shared/domain/permission/grant.js";
import type { ResourceFacts } from "../../shared/domain/permission/resource.js";
import { type ActorDeps, actorOfRequest } from "../../shared/edge/actor-of-request.js";
import {
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withBody,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import { cursorAfter, type PageDeps, pageOfRequest } from "../../shared/edge/page-of-request.js";
import {
  granteeOfQuery,
  grantFields,
  resourceFields,
  resourceOf,
} from "../../shared/edge/permission-fields.js";
import {
  type AskDeps,
  factsOfResource,
  grantsOnResource,
  grantsToGrantee,
} from "../../shared/flows/permission/ask-permissions.js";
import { describeResource } from "../../shared/flows/permission/describe-resource.js";
import {
  type GrantDeps,
  grantPermission,
  revokePermission,
} from "../../shared/flows/permission/grant-permission.js";
import { grantPorts, httpPorts, permissionPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & ActorDeps & PageDeps & AskDeps & GrantDeps;

const GRANTS = "/api/accounts/{account_id}/grants";
const RESOURCES = "/api/accounts/{account_id}/resources";

export const grants = (deps: Deps) =>
  httpFunction(deps, {
    [`GET ${GRANTS}`]: withoutBody((request) => list(deps, request)),
    [`PUT ${GRANTS}`]: withBody(grantFields, async ({ expires_at, ...given }, request) => {
      const end =
        expires_at === undefined ? {} : { expiresAtSeconds: Math.floor(Date.parse(expires_at) / 1000) };
      const grant = await grantPermission(deps, await actorOfRequest(deps, request), { ...given, ...end });
      return { status: 200, body: grantBody(grant) };
    }),
    [`DELETE ${GRANTS}`]: withoutBody(async (request) => {
      const grant = { resource: resourceOf(request.query), grantee: granteeOfQuery(request.query) };
      await revokePermission(deps, await actorOfRequest(deps, request), grant);
      return { status: 204 };
    }),
    [`GET ${RESOURCES}`]: withoutBody(async (request) => {
      const resource = resourceOf(request.query);
      const facts = await factsOfResource(deps, await actorOfRequest(deps, request), resource);
      return { status: 200, body: factsBody(resource, facts) };
    }),
    [`PUT ${RESOURCES}`]: withBody(resourceFields, async (body, request) => {
      const { resource, owner_id: ownerId, department, project } = body;
      const facts = { ownerId, department, project };
      await describeResource(deps, await actorOfRequest(deps, request), { resource, facts });
      return { status: 200, body: factsBody(resource, facts) };
    }),
  });

const list = async (deps: Deps, request: HttpRequest): Promise<HttpResponse> => {
  const { query } = request;
  const actor = await actorOfRequest(deps, request);
  const onResource = query.grantee === undefined;
  if (!onResource && query.resource !== undefined)
    throw new AuthError("invalid_request", { fields: ["resource", "grantee"] });
  const of = onResource ? resourceOf(query) : granteeOfQuery(query);
  const name = `grants ${onResource ? "on" : "to"} ${of} in ${actor.systemAccountId ?? ""}`;
  const wanted = await pageOfRequest(deps, request, name);
  const page = await (onResource ? grantsOnResource : grantsToGrantee)(deps, actor, of, wanted);
  return {
    status: 200,
    body: { items: page.items.map(grantBody), cursor: await cursorAfter(deps, name, page) },
  };
};

const grantBody = ({ resource, grantee, actions, grantedBy, grantedAt, expiresAtSeconds }: Grant) => ({
  ...{ resource, grantee, actions, granted_by: grantedBy, granted_at: grantedAt },
  expires_at: expiresAtSeconds === undefined ? null : new Date(expiresAtSeconds * 1000).toISOString(),
});

const factsBody = (resource: string, { ownerId, department, project }: ResourceFacts) => ({
  resource,
  owner_id: ownerId ?? null,
  department: department ?? null,
  project: project ?? null,
});

export const handler = wired(grants, { ...httpPorts, ...permissionPorts, ...grantPorts });

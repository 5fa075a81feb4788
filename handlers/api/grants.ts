/** Grants on resources, and the attributes of resources: for admins of the resource. */
import { type ActorEndpointDeps, forActor, forActorWithBody } from "../../shared/edge/actor-endpoint.js";
import { httpFunction } from "../../shared/edge/http-endpoint.js";
import { noContent, ok } from "../../shared/edge/http-response.js";
import { type PageDeps, pageResponse } from "../../shared/edge/page-of-request.js";
import {
  grantFields,
  grantOf,
  grantsOf,
  resourceFields,
  resourceOf,
} from "../../shared/edge/permission-fields.js";
import { grantBody, resourceBody } from "../../shared/edge/permission-response.js";
import { type AskDeps, factsOfResource, listGrants } from "../../shared/flows/permission/ask-permissions.js";
import { describeResource } from "../../shared/flows/permission/describe-resource.js";
import {
  type GrantDeps,
  grantPermission,
  revokePermission,
} from "../../shared/flows/permission/grant-permission.js";
import { httpPorts } from "../../shared/wiring/base.js";
import { grantPorts, permissionPorts } from "../../shared/wiring/permission.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = ActorEndpointDeps & PageDeps & AskDeps & GrantDeps;

const GRANTS = "/api/accounts/{account_id}/grants";
const RESOURCES = "/api/accounts/{account_id}/resources";

export const grants = (deps: Deps) =>
  httpFunction(deps, {
    [`GET ${GRANTS}`]: forActor(deps, (actor, request) => {
      const of = grantsOf(request.query);
      return pageResponse(deps, request, {
        name: `grants ${of.kind} ${of.kind === "on" ? of.resource : of.grantee} in ${actor.systemAccountId ?? ""}`,
        read: (page) => listGrants(deps, actor, of, page),
        body: grantBody,
      });
    }),
    [`PUT ${GRANTS}`]: forActorWithBody(deps, grantFields, (actor, given) =>
      ok(grantPermission(deps, actor, given), grantBody),
    ),
    [`DELETE ${GRANTS}`]: forActor(deps, (actor, { query }) =>
      noContent(revokePermission(deps, actor, grantOf(query))),
    ),
    [`GET ${RESOURCES}`]: forActor(deps, (actor, { query }) =>
      ok(factsOfResource(deps, actor, resourceOf(query)), resourceBody(resourceOf(query))),
    ),
    [`PUT ${RESOURCES}`]: forActorWithBody(deps, resourceFields, (actor, described) =>
      ok(describeResource(deps, actor, described), resourceBody(described.resource)),
    ),
  });

export const handler = wired(grants, { ...httpPorts, ...permissionPorts, ...grantPorts });

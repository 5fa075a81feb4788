/**
 * Whether a user may perform an action, and which rule decides it. Members ask for themselves, Admins for every
 * member. Nothing is changed, and a negative answer is not audited as a denial.
 */
import { type ActorEndpointDeps, forActorWithBody } from "../../shared/edge/actor-endpoint.js";
import { httpFunction } from "../../shared/edge/http-endpoint.js";
import { ok } from "../../shared/edge/http-response.js";
import { checkFields, explainFields } from "../../shared/edge/permission-fields.js";
import { checkBody, explainBody } from "../../shared/edge/permission-response.js";
import { type AskDeps, askPermissions } from "../../shared/flows/permission/ask-permissions.js";
import { httpPorts } from "../../shared/wiring/base.js";
import { permissionPorts } from "../../shared/wiring/permission.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = ActorEndpointDeps & AskDeps;

const PERMISSIONS = "/api/accounts/{account_id}/permissions";

export const permissions = (deps: Deps) =>
  httpFunction(deps, {
    [`POST ${PERMISSIONS}/check`]: forActorWithBody(deps, checkFields, (actor, asked) =>
      ok(askPermissions(deps, actor, asked), checkBody(asked.wanted)),
    ),
    [`POST ${PERMISSIONS}/explain`]: forActorWithBody(deps, explainFields, (actor, asked) =>
      ok(askPermissions(deps, actor, asked), explainBody(asked.wanted)),
    ),
  });

export const handler = wired(permissions, { ...httpPorts, ...permissionPorts });

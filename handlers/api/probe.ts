/**
 * Three routes that show whether a deployment guards its routes: one open, one for IAM identities, one behind
 * our authorizer. Each answers with what its guard reports, and nothing else.
 */
import type { Actor } from "../../shared/domain/actor.js";
import { type ActorEndpointDeps, forActor } from "../../shared/edge/actor-endpoint.js";
import { httpFunction, requireIamCaller, withoutBody } from "../../shared/edge/http-endpoint.js";
import { auditPorts, httpPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";

export const probe = (deps: ActorEndpointDeps) =>
  httpFunction(deps, {
    "GET /api/probe/open": withoutBody(async () => ({ status: 200, body: { guard: "none" } })),
    "GET /api/probe/iam": withoutBody(async (request) => ({
      status: 200,
      body: { guard: "iam", caller: requireIamCaller(request) },
    })),
    "GET /api/probe/account": forActor(deps, async (actor) => ({ status: 200, body: whoCalls(actor) })),
  });

const whoCalls = (actor: Actor) => ({
  guard: "authorizer",
  credential: actor.credential,
  user_id: actor.credential !== "api_key" ? actor.userId : null,
  key_id: actor.credential === "api_key" ? actor.keyId : null,
  system_account_id: actor.systemAccountId ?? null,
  role: actor.role ?? null,
  scopes: actor.scopes,
});

export const handler = wired(probe, { ...httpPorts, ...auditPorts });

/**
 * Three routes that show how a route is guarded, and whether a deployment guards them: by an IAM identity,
 * by nobody, and by our authorizer. What they answer is what the guard found out, and nothing else.
 */
import { AuthError } from "../../shared/domain/errors.js";
import { type ActorDeps, actorOfRequest } from "../../shared/edge/actor-of-request.js";
import {
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import { auditPorts, httpPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & ActorDeps;

export const probe = (deps: Deps) =>
  httpFunction(deps, {
    "GET /test/public": withoutBody(async () => ({ status: 200, body: { guard: "none" } })),
    "GET /test/plain": withoutBody(async ({ iamCaller }) => {
      // A route that lost its authorization stays shut.
      if (iamCaller === undefined) throw new AuthError("forbidden");
      return { status: 200, body: { guard: "iam", caller: iamCaller } };
    }),
    "GET /test/auth": withoutBody((request) => whoCalls(deps, request)),
  });

const whoCalls = async (deps: Deps, request: HttpRequest): Promise<HttpResponse> => {
  const actor = await actorOfRequest(deps, request);
  return {
    status: 200,
    body: {
      guard: "authorizer",
      credential: actor.credential,
      user_id: actor.credential === "token" ? actor.userId : null,
      key_id: actor.credential === "api_key" ? actor.keyId : null,
      system_account_id: actor.systemAccountId ?? null,
      role: actor.role ?? null,
      scopes: actor.scopes,
    },
  };
};

export const handler = wired(probe, { ...httpPorts, ...auditPorts });

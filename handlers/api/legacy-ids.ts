/**
 * Legacy ids, for other services, including those that still use the legacy system. The gateway admits requests
 * signed by an IAM identity that has `execute-api:Invoke` on the route.
 */
import type { LegacyIdentity } from "../../shared/domain/account.js";
import { AuthError } from "../../shared/domain/errors.js";
import { isForeignId } from "../../shared/domain/text.js";
import {
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  requireIamCaller,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import {
  type FindLegacyIdDeps,
  findByLegacyId,
  findByUserId,
} from "../../shared/flows/migration/find-legacy-id.js";
import { httpPorts } from "../../shared/wiring/base.js";
import { legacyIdPorts } from "../../shared/wiring/migration.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = HttpDeps & FindLegacyIdDeps;

export const legacyIds = (deps: Deps) =>
  httpFunction(deps, {
    "GET /api/legacy-ids/{legacyId}": withoutBody(async (request) =>
      identityBody(await findByLegacyId(deps, idIn(request, "legacyId"))),
    ),
    "GET /api/users/{userId}/legacy-id": withoutBody(async (request) =>
      identityBody(await findByUserId(deps, idIn(request, "userId"))),
    ),
  });

const idIn = (request: HttpRequest, name: string): string => {
  requireIamCaller(request);
  const id = request.path[name] ?? "";
  if (!isForeignId(id)) throw new AuthError("not_found");
  return id;
};

const identityBody = ({ legacyId, userId, state }: LegacyIdentity): HttpResponse => ({
  status: 200,
  body: { legacy_id: legacyId, user_id: userId, state },
});

export const handler = wired(legacyIds, { ...httpPorts, ...legacyIdPorts });

/**
 * Token introspection (RFC 7662) for services that are not behind the authorizer. The gateway admits requests
 * signed by an IAM identity that has `execute-api:Invoke` on the route. Every invalid token gets
 * `{"active": false}`, whatever the reason.
 */
import { type HttpDeps, httpFunction, requireIamCaller, withForm } from "../../shared/edge/http-endpoint.js";
import { introspectionBody } from "../../shared/edge/introspection-response.js";
import { tokenFields } from "../../shared/edge/validate-fields.js";
import { type ViewerDeps, viewerCaller } from "../../shared/edge/viewer-caller.js";
import { type IntrospectDeps, introspectToken } from "../../shared/flows/authorizer/introspect-token.js";
import { accessPorts, cookieReadPorts, tokenAccessPorts } from "../../shared/wiring/access.js";
import { viewerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = HttpDeps & IntrospectDeps & ViewerDeps;

export const tokenValidate = (deps: Deps) =>
  httpFunction(deps, {
    "POST /api/token/validate": withForm(tokenFields, async ({ token, account_id: accountId }, request) => {
      requireIamCaller(request);
      const callerOf = () => viewerCaller(deps, request);
      const asked = { token, accountId, route: request.route, callerOf };
      const found = await introspectToken(deps, asked);
      const body = found.active ? introspectionBody(found) : { active: false };
      return { status: 200, body };
    }),
  });

export const handler = wired(tokenValidate, {
  ...accessPorts,
  ...tokenAccessPorts,
  ...cookieReadPorts,
  ...viewerPorts,
});

/**
 * Token introspection (RFC 7662) for services that are not behind the authorizer. The gateway admits requests
 * signed by an IAM identity that has `execute-api:Invoke` on the route. Every invalid token gets
 * `{"active": false}`, whatever the reason.
 */
import * as z from "zod/mini";
import { type HttpDeps, httpFunction, requireIamCaller, withForm } from "../../shared/edge/http-endpoint.js";
import { introspectionBody } from "../../shared/edge/introspection-response.js";
import { type ViewerDeps, viewerCaller } from "../../shared/edge/viewer-caller.js";
import { type IntrospectDeps, introspectToken } from "../../shared/flows/authorizer/introspect-token.js";
import { accessPorts, cookieReadPorts, tokenAccessPorts } from "../../shared/wiring/access.js";
import { viewerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = HttpDeps & IntrospectDeps & ViewerDeps;

const form = z.object({
  token: z.string().check(z.minLength(1), z.maxLength(8192)),
  account_id: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
});

export const tokenValidate = (deps: Deps) =>
  httpFunction(deps, {
    "POST /api/token/validate": withForm(form, async ({ token, account_id: accountId }, request) => {
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

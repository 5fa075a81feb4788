/**
 * For services that are handed an access token and do not stand behind the authorizer: what it is worth (RFC
 * 7662). The gateway lets in whoever signs the request with an IAM identity that has `execute-api:Invoke` on the
 * route. A token that is not good is `{"active": false}`, whatever is wrong with it.
 */
import * as z from "zod/mini";
import { AuthError } from "../../shared/domain/errors.js";
import {
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withForm,
} from "../../shared/edge/http-endpoint.js";
import type { TokenDeps } from "../../shared/flows/authorizer/authorize-token.js";
import { type Introspection, introspectToken } from "../../shared/flows/authorizer/introspect-token.js";
import { accessPorts, tokenAccessPorts } from "../../shared/wiring/access.js";
import { wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & TokenDeps;

const form = z.object({
  token: z.string().check(z.minLength(1), z.maxLength(8192)),
  account_id: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
});

export const tokenValidate = (deps: Deps) =>
  httpFunction(deps, {
    "POST /api/token/validate": withForm(form, (body, request) => validate(deps, body, request)),
  });

const validate = async (
  deps: Deps,
  { token, account_id: accountId }: z.infer<typeof form>,
  { caller, iamCaller, route }: HttpRequest,
): Promise<HttpResponse> => {
  // A route that lost its authorization stays shut.
  if (iamCaller === undefined) throw new AuthError("forbidden");
  return { status: 200, body: described(await introspectToken(deps, { token, accountId, route, caller })) };
};

/** Members of RFC 7662 section 2.2, then what the authorizer tells its functions. */
const described = (introspection: Introspection) => {
  if (!introspection.active) return { active: false };
  const { principal, context } = introspection;
  return {
    active: true,
    token_type: "Bearer",
    sub: principal.sub,
    username: principal.username,
    client_id: principal.clientId,
    scope: context.scopes,
    exp: principal.expiresAtSeconds,
    jti: principal.jti,
    user_id: context.user_id,
    email: context.email,
    account:
      context.system_account_id === ""
        ? null
        : {
            system_account_id: context.system_account_id,
            visible_account_id: context.visible_account_id,
            cell_id: context.cell_id,
            role: context.role,
          },
  };
};

export const handler = wired(tokenValidate, { ...accessPorts, ...tokenAccessPorts });

/**
 * The routes of the demo, which show who calls: one is open, one is for IAM identities with guests, one for IAM identities
 * without guests. The gateway checks signatures and permissions; the function denies guests again. The header
 * `x-cognito-id-token` adds the user of an ID token, and a token that is not valid is never ignored.
 */
import { AuthError } from "../../shared/domain/errors.js";
import { ADMIN, roleGroup } from "../../shared/domain/role.js";
import {
  type Endpoint,
  type HttpDeps,
  type HttpRequest,
  httpFunction,
  requireIamCaller,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import { ok } from "../../shared/edge/http-response.js";
import { type DemoCaller, identifyDemoCaller } from "../../shared/flows/authorizer/identify-demo-caller.js";
import type { Ports } from "../../shared/ports/index.js";
import { idTokenPorts } from "../../shared/wiring/access.js";
import { httpPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = HttpDeps & Pick<Ports, "idTokens">;

export const demo = (deps: Deps) => {
  const forCaller = (admit: (request: HttpRequest) => void): Endpoint =>
    withoutBody(async (request) => {
      admit(request);
      const idToken = request.headers["x-cognito-id-token"];
      return ok(identifyDemoCaller(deps, { signer: signerOf(request), idToken }), bodyOf);
    });
  return httpFunction(deps, {
    "GET /test/plain": forCaller(() => undefined),
    "GET /test/public": forCaller(requireIamCaller),
    "GET /test/auth": forCaller((request) => {
      requireIamCaller(request);
      const { cognitoIdentity: identity } = request;
      if (identity !== undefined && !identity.amr.includes("authenticated")) throw new AuthError("forbidden");
    }),
  });
};

const signerOf = ({ iamCaller, cognitoIdentity }: HttpRequest) =>
  iamCaller === undefined ? undefined : { iamArn: iamCaller, cognito: cognitoIdentity };

const VIEWER = "Viewer";

const bodyOf = ({ signer, isGuest, sub, user }: DemoCaller) => {
  const groups = user?.groups ?? [];
  const holds = (role: string): boolean =>
    user?.role === role || groups.includes(role) || groups.includes(roleGroup(role));
  const known = !isGuest && (signer !== undefined || user !== undefined);
  return {
    user: known
      ? {
          iam_arn: signer?.iamArn ?? null,
          identity_id: signer?.cognito?.identityId ?? null,
          sub: sub ?? null,
          username: user?.username ?? null,
          email: user?.email ?? null,
          user_id: user?.userId ?? null,
          legacy_id: user?.legacyId ?? null,
        }
      : null,
    groups,
    is_admin: holds(ADMIN),
    is_viewer: holds(VIEWER),
  };
};

export const handler = wired(demo, { ...httpPorts, ...idTokenPorts });

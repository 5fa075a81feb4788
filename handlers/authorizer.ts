/**
 * The authorizer of the HTTP API. It accepts an access token or the cookie of an ACTIVE member of the requested account, or
 * an API key of the account. 401: unknown caller; 403: denied; 500: undecidable. A denial must not reveal whether
 * the account exists.
 */
import { type AuthorizerDeps, httpAuthorizer } from "../shared/edge/authorizer-runner.js";
import { type AuthorizeDeps, authorizeRequest } from "../shared/flows/authorizer/authorize-request.js";
import {
  accessPorts,
  apiKeyAccessPorts,
  cookieAccessPorts,
  tokenAccessPorts,
} from "../shared/wiring/access.js";
import { viewerPorts } from "../shared/wiring/base.js";
import { wired } from "../shared/wiring/provider.js";

type Deps = AuthorizerDeps & AuthorizeDeps;

export const authorizer = (deps: Deps) => httpAuthorizer(deps, (request) => authorizeRequest(deps, request));

export const handler = wired(authorizer, {
  ...accessPorts,
  ...tokenAccessPorts,
  ...cookieAccessPorts,
  ...apiKeyAccessPorts,
  ...viewerPorts,
});

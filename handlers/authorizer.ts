/**
 * The authorizer of the HTTP API: a Bearer access token and ACTIVE membership of the requested
 * account, or an API key of it. 401 says "who are you", 403 "not here", 500 "we cannot tell". A denial must not say
 * whether the account exists.
 */
import { type AuthorizerDeps, httpAuthorizer } from "../shared/edge/authorizer-runner.js";
import { type AuthorizeDeps, authorizeRequest } from "../shared/flows/authorizer/authorize-request.js";
import { accessPorts, apiKeyAccessPorts, tokenAccessPorts } from "../shared/wiring/access.js";
import { wired } from "../shared/wiring/index.js";

type Deps = AuthorizerDeps & AuthorizeDeps;

export const authorizer = (deps: Deps) => httpAuthorizer(deps, (request) => authorizeRequest(deps, request));

export const handler = wired(authorizer, { ...accessPorts, ...tokenAccessPorts, ...apiKeyAccessPorts });

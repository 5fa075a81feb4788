/**
 * The authorizer of the HTTP API: a Bearer access token and ACTIVE membership of the requested
 * account, or an API key of it. 401 says "who are you", 403 "not here", 500 "we cannot tell". A denial must not say
 * whether the account exists.
 */
import { httpAuthorizer } from "../shared/edge/authorizer-runner.js";
import { type AuthorizeDeps, authorizeRequest } from "../shared/flows/authorizer/authorize-request.js";
import type { Ports } from "../shared/ports/index.js";
import {
  access,
  accessApiKeys,
  accessAudit,
  accessDirectory,
  accessLogger,
  accessMetrics,
  accessPseudonyms,
  accessTokens,
  apiKeyPolicy,
  legacyApiKeys,
  legacyApiKeyUses,
} from "../shared/wiring/access.js";
import { apiKeyDigests, clock, roles, wired } from "../shared/wiring/index.js";

type Deps = AuthorizeDeps & Pick<Ports, "logger">;

export const authorizer = (deps: Deps) => httpAuthorizer(deps, (request) => authorizeRequest(deps, request));

export const handler = wired(authorizer, {
  access,
  apiKeys: accessApiKeys,
  audit: accessAudit,
  clock,
  directory: accessDirectory,
  apiKeyDigests,
  apiKeyPolicy,
  legacyApiKeys,
  legacyApiKeyUses,
  logger: accessLogger,
  metrics: accessMetrics,
  pseudonyms: accessPseudonyms,
  roles,
  tokens: accessTokens,
});

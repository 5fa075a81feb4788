/**
 * The authorizer of the HTTP API: a Bearer access token and ACTIVE membership of the requested
 * account. 401 says "who are you", 403 "not here", 500 "we cannot tell". A denial must not say
 * whether the account exists.
 */
import { httpAuthorizer } from "../shared/edge/authorizer-runner.js";
import { authorizeRequest } from "../shared/flows/authorize-request.js";
import type { AccessDirectory, Ports } from "../shared/ports.js";
import { accessAudit, accessDirectory, accessTokens } from "../shared/wiring/access.js";
import { clock, logger, metrics, wired } from "../shared/wiring.js";

type Deps = Pick<Ports, "audit" | "clock" | "logger" | "metrics" | "tokens"> & {
  readonly directory: AccessDirectory;
};

export const authorizer = (deps: Deps) => httpAuthorizer(deps, (request) => authorizeRequest(deps, request));

export const handler = wired(authorizer, {
  audit: accessAudit,
  clock,
  directory: accessDirectory,
  logger,
  metrics,
  tokens: accessTokens,
});

/**
 * The authorizer of the HTTP API: a Bearer access token and ACTIVE membership of the requested
 * account. 401 says "who are you", 403 "not here", 500 "we cannot tell". A denial must not say
 * whether the account exists.
 */
import { httpAuthorizer } from "../shared/edge/authorizer-runner.js";
import { authorizeRequest } from "../shared/flows/authorize-request.js";
import type { Ports } from "../shared/ports.js";
import { audit, clock, directory, logger, metrics, tokens, wired } from "../shared/wiring.js";

type Deps = Pick<Ports, "audit" | "clock" | "directory" | "logger" | "metrics" | "tokens">;

export const authorizer = (deps: Deps) => httpAuthorizer(deps, (request) => authorizeRequest(deps, request));

export const handler = wired(authorizer, { audit, clock, directory, logger, metrics, tokens });

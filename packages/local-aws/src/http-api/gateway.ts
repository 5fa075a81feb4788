/** Processes one request: limits, route, authorizer, integration. */

import type { IncomingMessage } from "node:http";
import { requestBody } from "../bounded-body/index.js";
import type { ApiDefinition, Route } from "./api-definition.js";
import { authorization, routeArnOf } from "./authorization.js";
import type { Invoke } from "./call-function.js";
import { type ClientRequest, headerBytes, MAX_HEADER_BYTES, readRequest } from "./client-request.js";
import { corsHeaders, preflightHeaders } from "./cors.js";
import { eventOf, integrationEvent } from "./event.js";
import {
  BAD_REQUEST,
  BODY_TOO_LARGE,
  FORBIDDEN,
  type GatewayResponse,
  HEADERS_TOO_LARGE,
  INTERNAL_ERROR,
  NOT_FOUND,
  UNAUTHORIZED,
  withHeaders,
} from "./gateway-response.js";
import { type FindIamSession, iamCaller } from "./iam-authorization.js";
import { callIntegration } from "./integration.js";
import { type RouteMatch, selectRoute } from "./route-key.js";
import type { TrustedProxy } from "./source-address.js";

export type GatewaySettings = {
  readonly api: ApiDefinition;
  readonly invoke: Invoke;
  readonly clock: { now(): number };
  readonly trustedProxy: TrustedProxy | undefined;
  readonly iamSession: FindIamSession | undefined;
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

export type Gateway = (request: IncomingMessage, requestId: string) => Promise<GatewayResponse>;

const REFUSALS = { unauthorized: UNAUTHORIZED, forbidden: FORBIDDEN, failed: INTERNAL_ERROR } as const;

export const gateway = ({ api, invoke, clock, trustedProxy, iamSession }: GatewaySettings): Gateway => {
  const authorize = authorization(api, invoke, clock);

  const answer = async (
    request: ClientRequest,
    match: RouteMatch<Route>,
    body: Buffer,
    requestId: string,
  ): Promise<GatewayResponse> => {
    const base = eventOf(api, { request, match, requestId, at: clock.now() });
    const { authorizer, integration } = match.route;
    if (authorizer === undefined)
      return callIntegration(invoke, integration, integrationEvent(base, body, undefined));
    if (authorizer === "iam") {
      const asked = { request, body, routeArn: routeArnOf(api, base), at: clock.now() };
      const iam = await iamCaller(api, asked, iamSession);
      return iam === undefined
        ? FORBIDDEN
        : callIntegration(invoke, integration, integrationEvent(base, body, { iam }));
    }
    const authorized = await authorize(authorizer, base);
    if (authorized.kind !== "allowed") return REFUSALS[authorized.kind];
    return callIntegration(invoke, integration, integrationEvent(base, body, { lambda: authorized.context }));
  };

  return async (incoming, requestId) => {
    if (headerBytes(incoming) > MAX_HEADER_BYTES) return HEADERS_TOO_LARGE;
    const body = await requestBody(incoming, MAX_BODY_BYTES);
    if (body === undefined) return BODY_TOO_LARGE;
    const request = readRequest(incoming, trustedProxy);
    const path = request && pathBelowStage(api, request.encodedPath);
    if (request === undefined) return BAD_REQUEST;
    const match = path === undefined ? undefined : selectRoute(api.routes, request.method, path);
    if (match === undefined) return preflight(api, request) ?? withCors(api, request, NOT_FOUND);
    return withCors(api, request, await answer(request, match, body, requestId));
  };
};

/** @returns undefined if the path belongs to no stage. */
const pathBelowStage = ({ stage }: ApiDefinition, path: string): string | undefined => {
  if (stage === "$default") return path;
  const prefix = `/${stage}`;
  if (path === prefix) return "/";
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
};

/** The gateway answers preflight requests itself, unless a route handles OPTIONS. */
const preflight = (
  { cors }: ApiDefinition,
  { method, headers }: ClientRequest,
): GatewayResponse | undefined => {
  const asked = headers["access-control-request-method"];
  if (cors === undefined || method !== "OPTIONS" || asked === undefined) return undefined;
  return { status: 204, headers: preflightHeaders(cors, headers.origin, asked), body: Buffer.alloc(0) };
};

/** If CORS is configured, the integration's CORS headers are dropped. */
const withCors = (
  { cors }: ApiDefinition,
  request: ClientRequest,
  response: GatewayResponse,
): GatewayResponse => {
  if (cors === undefined) return response;
  const kept = Object.entries(response.headers).filter(([name]) => !name.startsWith("access-control-"));
  return withHeaders(
    { ...response, headers: Object.fromEntries(kept) },
    corsHeaders(cors, request.headers.origin),
  );
};

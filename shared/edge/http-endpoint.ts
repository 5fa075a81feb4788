/**
 * Runs the endpoints of one HTTP function (API Gateway HTTP API, payload 2.0). The gateway selects the route.
 * The runner parses and checks the body, renders errors as problem documents, and writes one log line.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import * as z from "zod/mini";
import { type Caller, callerFrom } from "../domain/caller.js";
import { ERROR_FACTS } from "../domain/error-facts.js";
import { AuthError, asAuthError } from "../domain/errors.js";
import type { Invocation } from "../ports/index.js";
import { errorFields } from "./error-fields.js";
import { refuseIdempotencyKey } from "./idempotency-key.js";
import { beforeDeadline, type DeadlineDeps, LONGEST_WORK_MS } from "./invocation-deadline.js";
import { type InvocationDeps, invocationLine } from "./invocation-line.js";
import { problem } from "./problem.js";
import { readForm, readJson, readJsonIfAny } from "./request-body.js";
import { undecodableNames } from "./url-encoded.js";

export type HttpDeps = InvocationDeps & DeadlineDeps;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export type CognitoIdentity = {
  readonly identityId: string;
  /** `unauthenticated` of a guest; `authenticated`, the provider, and the provider with the login of a user. */
  readonly amr: readonly string[];
};
export type HttpRequest = {
  readonly caller: Caller;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: readonly string[];
  /** The authorizer's context; undefined on routes without an authorizer. */
  readonly access: Readonly<Record<string, unknown>> | undefined;
  /** The IAM identity that signed the request, on routes with IAM authorization. */
  readonly iamCaller: string | undefined;
  /** The identity of the identity pool whose credentials signed the request. */
  readonly cognitoIdentity: CognitoIdentity | undefined;
  /** The path parameters of the route. */
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The route key (`POST /api/…`). */
  readonly route: string;
};
export type HttpResponse = {
  readonly status: number;
  readonly body?: unknown;
  /** A page, in place of a JSON body. */
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
};
export type Endpoint = (event: APIGatewayProxyEventV2) => Promise<HttpResponse>;

/** An endpoint with a JSON body. @throws AuthError `unsupported_media_type`, `payload_too_large`, `invalid_request`. */
export const withBody = <Shape extends z.core.$ZodType>(shape: Shape, run: Run<Shape>): Endpoint =>
  withoutKey(withRead(readJson, shape, run));

/** As `withBody`, for an endpoint that needs none: a request may leave out the body with its media type. */
export const withOptionalBody = <Shape extends z.core.$ZodType>(shape: Shape, run: Run<Shape>): Endpoint =>
  withoutKey(withRead(readJsonIfAny, shape, run));

/** An endpoint with a form-encoded body, as in OAuth (RFC 6749 appendix B). @throws as `withBody`. */
export const withForm = <Shape extends z.core.$ZodType>(shape: Shape, run: Run<Shape>): Endpoint =>
  withoutKey(withRead(readForm, shape, run));

/** As `withBody`, for an endpoint that takes an idempotency key. */
export const withBodyAndKey = <Shape extends z.core.$ZodType>(shape: Shape, run: Run<Shape>): Endpoint =>
  withRead(readJson, shape, run);

type Run<Shape> = (body: z.infer<Shape>, request: HttpRequest) => Promise<HttpResponse>;

const withRead =
  <Shape extends z.core.$ZodType>(
    read: (event: APIGatewayProxyEventV2) => unknown,
    shape: Shape,
    run: Run<Shape>,
  ): Endpoint =>
  async (event) => {
    const parsed = z.safeParse(shape, read(event));
    if (!parsed.success) throw new AuthError("invalid_request", { fields: fieldsOf(parsed.error) });
    return run(parsed.data, requestOf(event));
  };

/** An endpoint that reads no body. */
export const withoutBody = (run: (request: HttpRequest) => Promise<HttpResponse>): Endpoint =>
  withoutKey(async (event) => run(requestOf(event)));

const withoutKey =
  (endpoint: Endpoint): Endpoint =>
  async (event) => {
    refuseIdempotencyKey(event.headers);
    return endpoint(event);
  };

/** The handler of a function: one endpoint per route key of the gateway (`POST /api/…`). */
export const httpFunction =
  (deps: HttpDeps, endpoints: Readonly<Record<string, Endpoint>>) =>
  async (
    event: APIGatewayProxyEventV2,
    invocation?: Invocation,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const { requestId } = event.requestContext;
    const finish = invocationLine(deps, "request", { source: sourceOf(endpoints, event), requestId });
    try {
      const endpoint = Object.hasOwn(endpoints, event.routeKey) ? endpoints[event.routeKey] : undefined;
      if (!endpoint) throw new AuthError("not_found");
      const response = await beforeDeadline(deps, invocation, LONGEST_WORK_MS.request, () => endpoint(event));
      finish("info", { outcome: "answered", status: response.status });
      return render(response);
    } catch (thrown) {
      const error = asAuthError(thrown);
      const facts = ERROR_FACTS[error.code];
      finish(facts.logLevel, { outcome: "failed", status: facts.status, ...errorFields(error) });
      return problem(error, requestId, event.routeKey);
    }
  };

/**
 * The IAM identity that signed the request. The gateway checks the signature; this check denies access if a
 * route has lost its authorization.
 *
 * @throws AuthError `forbidden`.
 */
export const requireIamCaller = ({ iamCaller }: HttpRequest): string => {
  if (iamCaller === undefined) throw new AuthError("forbidden");
  return iamCaller;
};

// Only declared route keys are logged, because a path is user input.
const sourceOf = (
  endpoints: Readonly<Record<string, Endpoint>>,
  { routeKey }: APIGatewayProxyEventV2,
): string => (Object.hasOwn(endpoints, routeKey) ? routeKey : "$default");

// Field names only: zod's messages can contain values.
const fieldsOf = (error: z.core.$ZodError): string[] => [
  ...new Set(error.issues.map(({ path }) => (path.length === 0 ? "body" : path.map(String).join(".")))),
];

const requestOf = (event: APIGatewayProxyEventV2): HttpRequest => {
  const { http, requestId } = event.requestContext;
  const authorizer = (
    event.requestContext as {
      authorizer?: {
        lambda?: Record<string, unknown>;
        iam?: { userArn?: string; cognitoIdentity?: CognitoIdentity | null };
      };
    }
  ).authorizer;
  return {
    caller: callerFrom({
      requestId,
      sourceIp: http.sourceIp,
      userAgent: http.userAgent,
    }),
    headers: event.headers,
    cookies: event.cookies ?? [],
    access: authorizer?.lambda,
    iamCaller: authorizer?.iam?.userArn,
    cognitoIdentity: authorizer?.iam?.cognitoIdentity ?? undefined,
    path: pathOf(event),
    query: queryOf(event),
    route: event.routeKey,
  };
};

/**
 * API Gateway gives the decoded path only. Bytes that are not UTF-8 are a replacement character there.
 * @throws AuthError `invalid_request` that names each parameter with such a character.
 */
const pathOf = ({ pathParameters: path = {} }: APIGatewayProxyEventV2): HttpRequest["path"] => {
  const fields = Object.keys(path).filter((name) => path[name]?.toWellFormed().includes(REPLACEMENT));
  if (fields.length > 0) throw new AuthError("invalid_request", { fields });
  return path;
};

const REPLACEMENT = "\ufffd";

/**
 * API Gateway decodes bytes that are not UTF-8 to a replacement character, which no caller meant.
 * @throws AuthError `invalid_request` that names each parameter with such bytes, or with a lone surrogate.
 */
const queryOf = ({
  rawQueryString,
  queryStringParameters: query = {},
}: APIGatewayProxyEventV2): HttpRequest["query"] => {
  const broken = Object.keys(query).filter((name) => query[name]?.isWellFormed() === false);
  const fields = [...new Set([...undecodableNames(rawQueryString, "query"), ...broken])];
  if (fields.length > 0) throw new AuthError("invalid_request", { fields });
  return query;
};

const render = ({
  status,
  body,
  html,
  headers,
  cookies,
}: HttpResponse): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    "cache-control": "no-store",
    ...(body !== undefined && { "content-type": "application/json" }),
    ...(html !== undefined && { "content-type": "text/html; charset=utf-8" }),
    ...headers,
  },
  ...(body !== undefined && { body: JSON.stringify(body) }),
  ...(html !== undefined && { body: html }),
  ...(cookies !== undefined && { cookies: [...cookies] }),
});

/**
 * Events in payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { randomBytes } from "node:crypto";
import type { ApiDefinition, Route } from "./api-definition.js";
import type { ClientRequest } from "./client-request.js";
import type { RouteMatch } from "./route-key.js";

export type RoutedRequest = {
  readonly request: ClientRequest;
  readonly match: RouteMatch<Route>;
  readonly requestId: string;
  readonly at: number;
};

/** Same format as API Gateway's ids: sixteen characters that end with "=". */
export const newRequestId = (): string => randomBytes(11).toString("base64");

/** The common part of the authorizer event and the integration event. */
export const eventOf = (api: ApiDefinition, { request, match, requestId, at }: RoutedRequest) => {
  const { method, rawPath, rawQueryString, query, headers, cookies, protocol, sourceIp } = request;
  const routeKey = match.route.pattern.key;
  const pathParameters = { ...match.pathParameters };
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookies && { cookies }),
    headers: withTraceId(headers, at),
    ...(query && { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...(api.stageVariables && { stageVariables: api.stageVariables }),
    requestContext: {
      accountId: api.accountId,
      apiId: api.id,
      domainName: api.domainName,
      domainPrefix: api.id,
      http: { method, path: rawPath, protocol, sourceIp, userAgent: headers["user-agent"] ?? "" },
      requestId,
      routeKey,
      stage: api.stage,
      time: commonLogTime(at),
      timeEpoch: at,
    },
  };
};

export type BaseEvent = ReturnType<typeof eventOf>;

/** The integration event, with the body and the authorizer's context. */
export const integrationEvent = (
  base: BaseEvent,
  body: Buffer,
  authorizer: { readonly lambda: unknown } | { readonly iam: object } | undefined,
) => ({
  ...base,
  requestContext: { ...base.requestContext, ...(authorizer && { authorizer }) },
  ...bodyOf(body, base.headers["content-type"]),
});

// The documentation mentions "binary" content types only. Observed on the real service: these types are text.
// All others, including forms and a missing content type, arrive in base64.
const TEXT = /^(text\/[^;]*|application\/(json|xml|javascript))\s*(;|$)/i;

const bodyOf = (body: Buffer, contentType: string | undefined) => {
  if (body.length === 0) return { isBase64Encoded: false };
  const text = TEXT.test(contentType ?? "");
  return { body: body.toString(text ? "utf8" : "base64"), isBase64Encoded: !text };
};

const withTraceId = (headers: ClientRequest["headers"], at: number): ClientRequest["headers"] => ({
  ...headers,
  "x-amzn-trace-id": headers["x-amzn-trace-id"] ?? newTraceId(at),
});

const newTraceId = (at: number): string =>
  `Root=1-${Math.floor(at / 1000).toString(16)}-${randomBytes(12).toString("hex")}`;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** For example 12/Mar/2020:19:03:58 +0000. */
const commonLogTime = (at: number): string => {
  const [date = "", time = ""] = new Date(at).toISOString().split(/[T.]/);
  const [year, month, day] = date.split("-");
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time} +0000`;
};

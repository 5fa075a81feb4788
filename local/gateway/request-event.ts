/**
 * The event of payload format 2.0, for integrations and authorizers.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** A proxy in front that is believed when it says where a request came from. */
export type TrustedProxy = { readonly header: string; readonly value: string };

export type ApiFacts = { readonly apiId: string; readonly accountId: string; readonly region: string };

export type GatewayRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly sourceIp: string;
  readonly body: Buffer;
};

/** A client's own X-Forwarded-For counts for nothing; the last hop counts when the trusted proxy added it. */
export const readRequest = (
  request: IncomingMessage,
  body: Buffer,
  trusted: TrustedProxy | undefined,
): GatewayRequest => {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headersDistinct)) {
    if (name !== "cookie" && name !== trusted?.header.toLowerCase()) headers[name] = (value ?? []).join(",");
  }
  const forwarded = request.headersDistinct["x-forwarded-for"]?.join(",").split(",").at(-1)?.trim();
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.search.slice(1),
    headers,
    cookies: (request.headers.cookie ?? "").split(/;\s*/).filter((cookie) => cookie !== ""),
    sourceIp: (isTrusted(request, trusted) && forwarded) || (request.socket.remoteAddress ?? "127.0.0.1"),
    body,
  };
};

const isTrusted = (request: IncomingMessage, trusted: TrustedProxy | undefined): boolean => {
  if (!trusted) return false;
  const given = Buffer.from(String(request.headers[trusted.header.toLowerCase()] ?? ""));
  const expected = Buffer.from(trusted.value);
  return given.length === expected.length && timingSafeEqual(given, expected);
};

type EventInput = {
  readonly api: ApiFacts;
  readonly request: GatewayRequest;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly now: Date;
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const logTime = (now: Date): string => {
  const two = (value: number) => String(value).padStart(2, "0");
  const time = [now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds()].map(two).join(":");
  return `${two(now.getUTCDate())}/${MONTHS[now.getUTCMonth()]}/${now.getUTCFullYear()}:${time} +0000`;
};

/** What integration and authorizer events have in common. */
const commonPart = ({ api, request, routeKey, pathParameters, requestId, now }: EventInput) => {
  const query = Object.fromEntries(
    [...new Set(new URLSearchParams(request.query).keys())].map((name) => [
      name,
      new URLSearchParams(request.query).getAll(name).join(","),
    ]),
  );
  const domainName = `${api.apiId}.execute-api.${api.region}.amazonaws.com`;
  return {
    version: "2.0",
    routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(request.cookies.length > 0 && { cookies: request.cookies }),
    headers: request.headers,
    ...(request.query !== "" && { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      accountId: api.accountId,
      apiId: api.apiId,
      domainName,
      domainPrefix: api.apiId,
      http: {
        method: request.method,
        path: request.path,
        protocol: "HTTP/1.1",
        sourceIp: request.sourceIp,
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId,
      routeKey,
      stage: "$default",
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
  };
};

const TEXTUAL = /^(text\/|application\/(json|[^;]*\+json|javascript|xml|x-www-form-urlencoded))/i;

export const integrationEvent = (
  input: EventInput,
  context: Readonly<Record<string, unknown>> | undefined,
) => {
  const common = commonPart(input);
  const { body, headers } = input.request;
  const isBase64Encoded = body.length > 0 && !TEXTUAL.test(headers["content-type"] ?? "text/plain");
  return {
    ...common,
    requestContext: {
      ...common.requestContext,
      ...(context !== undefined && { authorizer: { lambda: context } }),
    },
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? "base64" : "utf8") }),
    isBase64Encoded,
  };
};

export const authorizerEvent = (input: EventInput, identitySource: readonly string[]) => {
  const { apiId, accountId, region } = input.api;
  const { method, path } = input.request;
  return {
    ...commonPart(input),
    type: "REQUEST",
    routeArn: `arn:aws:execute-api:${region}:${accountId}:${apiId}/$default/${method}${path}`,
    ...(identitySource.length > 0 && { identitySource }),
  };
};

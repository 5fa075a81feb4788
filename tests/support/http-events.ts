/** Events of the HTTP API, payload format 2.0, as API Gateway sends them to functions and authorizers. */
import type { APIGatewayProxyEventV2, APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";

export type HttpChange = {
  readonly body?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly isBase64Encoded?: boolean;
  readonly sourceIp?: string;
  readonly userAgent?: string;
  readonly requestId?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** What the authorizer answered, for routes that have one. */
  readonly access?: Readonly<Record<string, unknown>>;
};

const contextOf = (routeKey: string, change: HttpChange) => {
  const [method = "", path = ""] = routeKey.split(" ");
  return {
    accountId: "111122223333",
    apiId: "api1",
    domainName: "api1.execute-api.us-east-1.amazonaws.com",
    domainPrefix: "api1",
    http: {
      method,
      path,
      protocol: "HTTP/1.1",
      sourceIp: change.sourceIp ?? "203.0.113.10",
      userAgent: change.userAgent ?? "test-agent/1.0",
    },
    requestId: change.requestId ?? "request-1",
    routeKey,
    stage: "$default",
    time: "01/Jan/2025:00:00:00 +0000",
    timeEpoch: 1735689600000,
  };
};

/** A request to a route; without a change it has a JSON content type and no body. */
export const httpEvent = (routeKey: string, change: HttpChange = {}): APIGatewayProxyEventV2 => {
  const requestContext = contextOf(routeKey, change);
  const event: APIGatewayProxyEventV2 = {
    version: "2.0",
    routeKey,
    rawPath: requestContext.http.path,
    rawQueryString: "",
    cookies: [...(change.cookies ?? [])],
    headers: { "content-type": "application/json", ...change.headers },
    requestContext,
    isBase64Encoded: change.isBase64Encoded ?? false,
    ...(change.body !== undefined && { body: change.body }),
    ...(change.pathParameters !== undefined && { pathParameters: { ...change.pathParameters } }),
    ...(change.query !== undefined && { queryStringParameters: { ...change.query } }),
  };
  if (change.access === undefined) return event;
  return { ...event, requestContext: { ...requestContext, authorizer: { lambda: change.access } } as never };
};

/** A request with a JSON body. */
export const jsonEvent = (routeKey: string, body: unknown, change: HttpChange = {}): APIGatewayProxyEventV2 =>
  httpEvent(routeKey, { ...change, body: JSON.stringify(body) });

/** What the gateway asks the authorizer about a route. */
export const authorizerEvent = (change: {
  readonly routeKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly requestId?: string;
}): APIGatewayRequestAuthorizerEventV2 => {
  const routeKey = change.routeKey ?? "GET /api/accounts/{account_id}/reports";
  const requestContext = contextOf(
    routeKey,
    change.requestId === undefined ? {} : { requestId: change.requestId },
  );
  return {
    version: "2.0",
    type: "REQUEST",
    routeArn: "arn:aws:execute-api:us-east-1:111122223333:api1/$default/GET/reports",
    identitySource: [],
    routeKey,
    rawPath: requestContext.http.path,
    rawQueryString: "",
    cookies: [...(change.cookies ?? [])],
    headers: { ...change.headers },
    requestContext,
    ...(change.pathParameters !== undefined && { pathParameters: { ...change.pathParameters } }),
    stageVariables: {},
  };
};

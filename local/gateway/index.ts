/** A local API Gateway HTTP API: the routes, integrations and authorizers of a template, over HTTP. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Resource, Template } from "../cloudformation/template.js";
import type { LambdaAnswer } from "../lambda/index.js";
import { gatewayAuthorizer } from "./authorizer.js";
import { GATEWAY, type GatewayResponse, integrationResponse } from "./integration-response.js";
import {
  type ApiFacts,
  authorizerEvent,
  type GatewayRequest,
  integrationEvent,
  readRequest,
  type TrustedProxy,
} from "./request-event.js";
import { type RouteMatch, routeTable } from "./routes.js";

export type GatewayOptions = {
  readonly template: Template;
  readonly region: string;
  readonly accountId: string;
  readonly invoke: (functionArn: string, event: unknown, timeoutMs: number) => Promise<LambdaAnswer>;
  readonly trustedProxy?: TrustedProxy;
  readonly port?: number;
  readonly now?: () => number;
};
export type Gateway = { readonly url: string; readonly port: number; close(): Promise<void> };

type Target = {
  readonly functionArn: string;
  readonly authorizer: ReturnType<typeof gatewayAuthorizer> | undefined;
};

const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_HEADER_BYTES = 10_240;
const INTEGRATION_LIMIT_MS = 30_000;

export const startGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const api = options.template.resources("AWS::ApiGatewayV2::Api")[0];
  if (!api) throw new Error("the template has no HTTP API");
  const facts: ApiFacts = { apiId: api.physicalId, accountId: options.accountId, region: options.region };
  const choose = routeTable(readRoutes(options));
  const server = createServer({ maxHeaderSize: 4 * MAX_HEADER_BYTES }, (request, response) => {
    const requestId = randomUUID();
    answer({ options, facts, choose, requestId }, request)
      .catch(() => GATEWAY.failed)
      .then((result) => send(response, request.method ?? "GET", requestId, result));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
};

type Exchange = {
  readonly options: GatewayOptions;
  readonly facts: ApiFacts;
  readonly choose: (method: string, path: string) => RouteMatch<Target> | undefined;
  readonly requestId: string;
};

const answer = async (exchange: Exchange, message: IncomingMessage): Promise<GatewayResponse> => {
  if (headerBytes(message) > MAX_HEADER_BYTES) return GATEWAY.headersTooLarge;
  const body = await readBody(message);
  if (body === undefined) return GATEWAY.tooLarge;
  const request = readRequest(message, body, exchange.options.trustedProxy);
  const route = exchange.choose(request.method, request.path);
  return route ? answerRoute(exchange, request, route) : GATEWAY.notFound;
};

const answerRoute = async (
  { options, facts, requestId }: Exchange,
  request: GatewayRequest,
  { key: routeKey, target, pathParameters }: RouteMatch<Target>,
): Promise<GatewayResponse> => {
  const now = new Date(options.now?.() ?? Date.now());
  const input = { api: facts, request, routeKey, pathParameters, requestId, now };
  const verdict = await target.authorizer?.({
    request,
    routeKey,
    event: (identity) => authorizerEvent(input, identity),
  });
  if (verdict && verdict.kind !== "allowed") return GATEWAY[verdict.kind];
  const event = integrationEvent(input, verdict?.context);
  return integrationResponse(await options.invoke(target.functionArn, event, INTEGRATION_LIMIT_MS));
};

const readRoutes = ({ template, invoke, now }: GatewayOptions) => {
  const authorizers = new Map(
    template.resources("AWS::ApiGatewayV2::Authorizer").map((resource) => {
      const settings = {
        functionArn: functionArnIn(resource, "AuthorizerUri"),
        identitySources: (resource.properties.IdentitySource as string[] | undefined) ?? [],
        ttlSeconds: Number(resource.properties.AuthorizerResultTtlInSeconds ?? 0),
      };
      return [resource.physicalId, gatewayAuthorizer(settings, invoke, now ?? Date.now)] as const;
    }),
  );
  const integrations = new Map(
    template
      .resources("AWS::ApiGatewayV2::Integration")
      .map((resource) => [resource.physicalId, functionArnIn(resource, "IntegrationUri")] as const),
  );
  return template.resources("AWS::ApiGatewayV2::Route").map(({ logicalId, properties }) => {
    const functionArn = integrations.get(String(properties.Target).replace(/^integrations\//, ""));
    const authorizerId = properties.AuthorizerId;
    const authorizer = authorizerId === undefined ? undefined : authorizers.get(String(authorizerId));
    if (functionArn === undefined) throw new Error(`${logicalId} has no integration`);
    // A route whose authorizer is not found must not become an open one.
    if (authorizerId !== undefined && !authorizer) throw new Error(`${logicalId} has no authorizer`);
    return { key: String(properties.RouteKey), target: { functionArn, authorizer } };
  });
};

const functionArnIn = ({ logicalId, properties }: Resource, property: string): string => {
  const arn = /arn:aws:lambda:[^/]+/.exec(String(properties[property]))?.[0];
  if (arn === undefined) throw new Error(`${logicalId}: ${property} names no function`);
  return arn;
};

const headerBytes = ({ rawHeaders, url, method }: IncomingMessage): number =>
  rawHeaders.reduce((sum, text) => sum + Buffer.byteLength(text) + 2, `${method} ${url}`.length);

const readBody = async (message: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const send = (response: ServerResponse, method: string, requestId: string, result: GatewayResponse): void => {
  const body = Buffer.from(result.body);
  response.writeHead(result.status, {
    ...(result.headers as Record<string, string | string[]>),
    "apigw-requestid": requestId,
    ...(result.status !== 204 && { "content-length": body.length }),
  });
  response.end(method === "HEAD" ? undefined : body);
};

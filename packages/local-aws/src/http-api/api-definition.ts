/** The HTTP API of a stack, read from its Api, Stage, Route, Integration and Authorizer resources. */
import { LocalAwsError } from "../local-aws-error.js";
import type { Stack, StackResource } from "../template/index.js";
import { type Authorizer, authorizerOf } from "./authorizer-definition.js";
import { type Cors, corsOf } from "./cors.js";
import { requirePermission } from "./permissions.js";
import { parseRouteKey, type RoutePattern } from "./route-key.js";

export type Integration = { readonly functionArn: string; readonly timeoutMs: number };

export type Route = {
  readonly pattern: RoutePattern;
  readonly integration: Integration;
  /** `iam`: callers sign their requests. */
  readonly authorizer: Authorizer | "iam" | undefined;
};

export type ApiDefinition = {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly domainName: string;
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
  readonly routes: readonly Route[];
  readonly cors: Cors | undefined;
};

/** @throws Error for an API that API Gateway would reject or that is not supported. */
export const apiDefinition = (stack: Stack): ApiDefinition => {
  const [api, ...others] = stack.resources("AWS::ApiGatewayV2::Api");
  if (api === undefined) throw new LocalAwsError("the stack declares no HTTP API");
  if (others.length > 0) throw new LocalAwsError("the stack declares more than one HTTP API");
  if (api.properties.ProtocolType !== "HTTP") throw new LocalAwsError(`${api.logicalId} is not an HTTP API`);
  const ofApi = (type: string) =>
    stack.resources(type).filter(({ properties }) => properties.ApiId === api.physicalId);
  const [stage] = ofApi("AWS::ApiGatewayV2::Stage");
  if (stage === undefined) throw new LocalAwsError(`${api.logicalId} has no stage`);
  const { region, accountId } = stack;
  const integrations = byId(ofApi("AWS::ApiGatewayV2::Integration"), integrationOf);
  const authorizers = byId(ofApi("AWS::ApiGatewayV2::Authorizer"), (resource) =>
    authorizerOf(stack, api.physicalId, resource),
  );
  const routes = ofApi("AWS::ApiGatewayV2::Route").map((resource) =>
    routeOf(resource, integrations, authorizers),
  );
  for (const { pattern, integration } of routes) {
    const path = pattern.segments === undefined ? "$default" : pattern.key.slice(pattern.method.length + 1);
    const method = pattern.method === "ANY" ? "*" : pattern.method;
    requirePermission(
      stack,
      integration.functionArn,
      `${api.physicalId}/${stage.physicalId}/${method}${path}`,
    );
  }
  return {
    id: api.physicalId,
    accountId,
    region,
    domainName: `${api.physicalId}.execute-api.${region}.amazonaws.com`,
    stage: stage.physicalId,
    stageVariables: stage.properties.StageVariables as Record<string, string> | undefined,
    routes: refuseDuplicates(routes),
    cors: corsOf(api.properties.CorsConfiguration),
  };
};

const byId = <T>(
  resources: readonly StackResource[],
  read: (resource: StackResource) => T,
): ReadonlyMap<string, T> => new Map(resources.map((resource) => [resource.physicalId, read(resource)]));

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_INTEGRATION_MS = 30_000;

const integrationOf = ({ logicalId, properties }: StackResource): Integration => {
  const {
    IntegrationType,
    IntegrationUri,
    PayloadFormatVersion,
    TimeoutInMillis = MAX_INTEGRATION_MS,
  } = properties;
  if (IntegrationType !== "AWS_PROXY")
    throw new LocalAwsError(`${logicalId}: only AWS_PROXY integrations are supported`);
  if (PayloadFormatVersion !== "2.0")
    throw new LocalAwsError(`${logicalId}: only payload format 2.0 is supported`);
  const timeoutMs = Number(TimeoutInMillis);
  if (!(timeoutMs >= 50 && timeoutMs <= MAX_INTEGRATION_MS))
    throw new LocalAwsError(`${logicalId}: timeout is not in 50-30000`);
  return { functionArn: functionArnIn(String(IntegrationUri)), timeoutMs };
};

/** The function ARN, plain or inside an invocation URI. */
const functionArnIn = (uri: string): string => /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;

const routeOf = (
  { logicalId, properties }: StackResource,
  integrations: ReadonlyMap<string, Integration>,
  authorizers: ReadonlyMap<string, Authorizer>,
): Route => {
  const integration = integrations.get(String(properties.Target).replace(/^integrations\//, ""));
  if (integration === undefined) throw new LocalAwsError(`${logicalId}: its integration is not declared`);
  const pattern = parseRouteKey(String(properties.RouteKey));
  const type = properties.AuthorizationType ?? "NONE";
  if (type === "NONE") return { pattern, integration, authorizer: undefined };
  if (type === "AWS_IAM") return { pattern, integration, authorizer: "iam" };
  const authorizer = authorizers.get(String(properties.AuthorizerId));
  if (type !== "CUSTOM")
    throw new LocalAwsError(`${logicalId}: authorization ${String(type)} is not supported`);
  if (authorizer === undefined) throw new LocalAwsError(`${logicalId}: its authorizer is not declared`);
  return { pattern, integration, authorizer };
};

const refuseDuplicates = (routes: readonly Route[]): readonly Route[] => {
  const keys = routes.map(({ pattern }) => pattern.key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new LocalAwsError(`the route ${twice} is declared twice`);
  return routes;
};

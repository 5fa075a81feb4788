/**
 * Lambda authorizers of the template.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
import { LocalAwsError } from "../local-aws-error.js";
import type { Stack, StackResource } from "../template/index.js";
import { requirePermission } from "./permissions.js";

export type IdentitySource = {
  readonly expression: string;
  readonly from: "header" | "querystring" | "context" | "stageVariables";
  readonly name: string;
};

export type Authorizer = {
  readonly id: string;
  readonly functionArn: string;
  readonly simpleResponses: boolean;
  readonly identitySources: readonly IdentitySource[];
  /** 0: decisions are not cached. */
  readonly ttlMs: number;
};

/** @throws Error for an authorizer that API Gateway would reject or that is not supported. */
export const authorizerOf = (stack: Stack, apiId: string, resource: StackResource): Authorizer => {
  const { logicalId, physicalId, properties } = resource;
  const refuse = (reason: string): never => {
    throw new LocalAwsError(`authorizer ${logicalId}: ${reason}`);
  };
  if (properties.AuthorizerType !== "REQUEST") refuse("only REQUEST authorizers are supported");
  if (properties.AuthorizerPayloadFormatVersion !== "2.0") refuse("only payload format 2.0 is supported");
  const functionArn = /functions\/(arn:[^/]+)\/invocations$/.exec(String(properties.AuthorizerUri))?.[1];
  if (functionArn === undefined) return refuse("its AuthorizerUri names no function");
  const sources = Array.isArray(properties.IdentitySource) ? properties.IdentitySource.map(String) : [];
  const ttlSeconds = Number(properties.AuthorizerResultTtlInSeconds ?? 0);
  if (!(ttlSeconds >= 0 && ttlSeconds <= 3600)) refuse("AuthorizerResultTtlInSeconds is not in 0-3600");
  if (ttlSeconds > 0 && sources.length === 0) refuse("caching needs at least one identity source");
  requirePermission(stack, functionArn, `${apiId}/authorizers/${physicalId}`);
  return {
    id: physicalId,
    functionArn,
    simpleResponses: properties.EnableSimpleResponses === true,
    identitySources: sources.map((expression) => identitySource(expression, refuse)),
    ttlMs: ttlSeconds * 1000,
  };
};

const identitySource = (expression: string, refuse: (reason: string) => never): IdentitySource => {
  const [, from, name] =
    /^\$(request\.header|request\.querystring|context|stageVariables)\.(.+)$/.exec(expression) ?? [];
  if (from === undefined || name === undefined) return refuse(`identity source ${expression} is malformed`);
  return { expression, from: from.replace("request.", "") as IdentitySource["from"], name };
};

/** Calls the authorizer of a route, or uses its cached decision. */
import type { ApiDefinition } from "./api-definition.js";
import { type Decision, parseDecision } from "./authorizer-decision.js";
import type { Authorizer, IdentitySource } from "./authorizer-definition.js";
import { callFunction, type Invoke } from "./call-function.js";
import { type DecisionCache, decisionCache } from "./decision-cache.js";
import type { BaseEvent } from "./event.js";

export type Authorization =
  | { readonly kind: "allowed"; readonly context: unknown }
  | { readonly kind: "unauthorized" | "forbidden" | "failed" };

/** Timeout of API Gateway for authorizers. */
const AUTHORIZER_LIMIT_MS = 10_000;

export const authorization = (api: ApiDefinition, invoke: Invoke, clock: { now(): number }) => {
  const cache: DecisionCache = decisionCache(clock);

  return async (authorizer: Authorizer, base: BaseEvent): Promise<Authorization> => {
    const identity = authorizer.identitySources.map((source) => identityValue(source, base));
    // If an identity source is missing, API Gateway does not call the function.
    if (!identity.every((value) => value !== undefined && value !== "")) return { kind: "unauthorized" };
    const routeArn = routeArnOf(api, base);
    const key = JSON.stringify([authorizer.id, ...identity]);
    const remembered = authorizer.ttlMs > 0 ? cache.get(key) : undefined;
    if (remembered) return applied(remembered, routeArn);

    const event = { ...base, type: "REQUEST", routeArn, identitySource: identity };
    const answer = await callFunction(invoke, authorizer.functionArn, event, AUTHORIZER_LIMIT_MS);
    if (answer.kind === "function-error" && isUnauthorized(answer.payload)) return { kind: "unauthorized" };
    const decision =
      answer.kind === "answer" ? parseDecision(answer.payload, authorizer.simpleResponses) : undefined;
    if (decision === undefined) return { kind: "failed" };
    if (authorizer.ttlMs > 0) cache.set(key, decision, authorizer.ttlMs);
    return applied(decision, routeArn);
  };
};

const applied = (decision: Decision, routeArn: string): Authorization =>
  decision.allows(routeArn) ? { kind: "allowed", context: decision.context } : { kind: "forbidden" };

/** Only an error with exactly this message is a 401. Any other error is a 500. */
const isUnauthorized = (payload: string): boolean => {
  try {
    return JSON.parse(payload).errorMessage === "Unauthorized";
  } catch {
    return false;
  }
};

/** ARN of the request, with stage, method and path. */
export const routeArnOf = (api: ApiDefinition, { requestContext, rawPath }: BaseEvent): string => {
  const path = api.stage === "$default" ? rawPath : rawPath.slice(api.stage.length + 1);
  const { method } = requestContext.http;
  return `arn:aws:execute-api:${api.region}:${api.accountId}:${api.id}/${api.stage}/${method}${path}`;
};

const identityValue = ({ from, name }: IdentitySource, base: BaseEvent): string | undefined => {
  switch (from) {
    case "header":
      return name.toLowerCase() === "cookie" ? base.cookies?.join("; ") : base.headers[name.toLowerCase()];
    case "querystring":
      return base.queryStringParameters?.[name];
    case "stageVariables":
      return base.stageVariables?.[name];
    case "context":
      return contextValue(name, base.requestContext);
  }
};

/** The `$context` variables that are available before the authorizer runs. */
const contextValue = (
  name: string,
  { http, ...context }: BaseEvent["requestContext"],
): string | undefined => {
  const values: Readonly<Record<string, string>> = {
    accountId: context.accountId,
    apiId: context.apiId,
    domainName: context.domainName,
    httpMethod: http.method,
    "identity.sourceIp": http.sourceIp,
    "identity.userAgent": http.userAgent,
    path: http.path,
    protocol: http.protocol,
    requestId: context.requestId,
    routeKey: context.routeKey,
    stage: context.stage,
  };
  return Object.hasOwn(values, name) ? values[name] : undefined;
};

/**
 * A REQUEST authorizer with simple responses, and what its outcomes mean to the client: throwing
 * exactly "Unauthorized" is 401, `isAuthorized: false` is 403, everything else that is not a
 * decision is 500. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
import type { LambdaAnswer } from "../lambda/index.js";
import type { GatewayRequest } from "./request-event.js";

export type AuthorizerSettings = {
  readonly functionArn: string;
  readonly identitySources: readonly string[];
  readonly ttlSeconds: number;
};
export type Verdict =
  | { readonly kind: "allowed"; readonly context: Readonly<Record<string, unknown>> }
  | { readonly kind: "unauthorized" | "forbidden" | "failed" };

type Call = (functionArn: string, event: unknown, timeoutMs: number) => Promise<LambdaAnswer>;
type Question = {
  readonly request: GatewayRequest;
  readonly routeKey: string;
  event(identity: string[]): unknown;
};

const TIME_LIMIT_MS = 10_000;

/** Decisions are kept under the values of the identity sources, for all routes of the authorizer alike. */
export const gatewayAuthorizer = (settings: AuthorizerSettings, call: Call, now: () => number) => {
  const cache = new Map<string, { verdict: Verdict; until: number }>();
  return async (question: Question): Promise<Verdict> => {
    const identity = settings.identitySources.map((source) => identityValue(source, question));
    if (identity.some((value) => value === "")) return { kind: "unauthorized" };
    const key = JSON.stringify(identity);
    const kept = settings.ttlSeconds > 0 ? cache.get(key) : undefined;
    if (kept && kept.until > now()) return kept.verdict;
    const verdict = judge(await call(settings.functionArn, question.event(identity), TIME_LIMIT_MS));
    const cacheable = verdict.kind === "allowed" || verdict.kind === "forbidden";
    if (settings.ttlSeconds > 0 && cacheable)
      cache.set(key, { verdict, until: now() + settings.ttlSeconds * 1000 });
    return verdict;
  };
};

const identityValue = (source: string, { request, routeKey }: Question): string => {
  const header = /^\$request\.header\.(.+)$/i.exec(source)?.[1];
  if (header !== undefined) return request.headers[header.toLowerCase()] ?? "";
  const parameter = /^\$request\.querystring\.(.+)$/.exec(source)?.[1];
  if (parameter !== undefined) return new URLSearchParams(request.query).get(parameter) ?? "";
  if (source === "$context.routeKey") return routeKey;
  if (source === "$context.path") return request.path;
  throw new Error(`identity source ${source} is not supported`);
};

const judge = ({ statusCode, functionError, payload }: LambdaAnswer): Verdict => {
  if (statusCode !== 200) return { kind: "failed" };
  const answer = parse(payload);
  if (functionError !== undefined) {
    return { kind: answer.errorMessage === "Unauthorized" ? "unauthorized" : "failed" };
  }
  if (typeof answer.isAuthorized !== "boolean") return { kind: "failed" };
  if (!answer.isAuthorized) return { kind: "forbidden" };
  const { context } = answer;
  return { kind: "allowed", context: typeof context === "object" && context !== null ? { ...context } : {} };
};

const parse = (payload: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};

/**
 * Runs the Lambda authorizer of the HTTP API (REQUEST, payload 2.0, simple responses). A deny becomes a 403.
 * An error with exactly the message "Unauthorized" becomes a 401, any other error a 500. Each outcome has a
 * metric, and each 401 and 403 another one by reason, because Lambda's own error metric also counts every
 * 401.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
import type { APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";
import type { AccessContext, AccessDecision, AccessRequest } from "../domain/access.js";
import { callerFrom } from "../domain/caller.js";
import { credentialOf } from "../domain/credential.js";
import { asAuthError } from "../domain/errors.js";
import { isFromSite, isSafeMethod } from "../domain/request-origin.js";
import type { Invocation, LogFields, Settings } from "../ports/index.js";
import { errorFields } from "./error-fields.js";
import { SESSION_COOKIE } from "./host-cookie.js";
import { beforeDeadline, type DeadlineDeps, LONGEST_WORK_MS } from "./invocation-deadline.js";
import { type InvocationDeps, invocationLine } from "./invocation-line.js";
import { VIEWER_HEADERS, type ViewerDeps, viewerCaller } from "./viewer-caller.js";

export type AuthorizerDeps = InvocationDeps & DeadlineDeps & RequestDeps;
type RequestDeps = ViewerDeps & Pick<Settings, "site">;
type SimpleResponse = { isAuthorized: boolean; context?: AccessContext };

const METRICS = {
  allow: "auth_lambda_success",
  deny: "auth_lambda_forbidden",
  unauthenticated: "authentication_error",
} as const satisfies Record<AccessDecision["kind"], string>;

export const httpAuthorizer =
  (deps: AuthorizerDeps, decide: (request: AccessRequest) => Promise<AccessDecision>) =>
  async (event: APIGatewayRequestAuthorizerEventV2, invocation?: Invocation): Promise<SimpleResponse> => {
    const { requestId } = event.requestContext;
    const line = invocationLine(deps, "authorize", { source: event.routeKey, requestId });
    const finish = (level: "info" | "error", metric: string, fields: LogFields) => {
      deps.metrics.count(metric);
      line(level, fields);
    };
    let decision: AccessDecision;
    try {
      decision = await beforeDeadline(deps, invocation, LONGEST_WORK_MS.authorize, () =>
        decide(accessRequest(deps, event)),
      );
    } catch (thrown) {
      finish("error", "auth_lambda_5xx", { outcome: "failed", ...errorFields(asAuthError(thrown)) });
      throw new Error("Internal");
    }
    const reason = decision.kind === "allow" ? undefined : decision.reason;
    if (reason !== undefined) deps.metrics.count(`${METRICS[decision.kind]}_${reason}`);
    finish("info", METRICS[decision.kind], { outcome: decision.kind, reason });
    if (decision.kind === "unauthenticated") throw new Error("Unauthorized");
    return decision.kind === "allow"
      ? { isAuthorized: true, context: decision.context }
      : { isAuthorized: false };
  };

const accessRequest = (deps: RequestDeps, event: APIGatewayRequestAuthorizerEventV2): AccessRequest => {
  const { http, requestId } = event.requestContext;
  const headers = headersOf(event);
  return {
    credential: credentialOf({
      authorization: headers.authorization,
      apiKey: headers["x-api-key"],
      cookie: SESSION_COOKIE.sent(event.cookies ?? []),
    }),
    fromSite: isSafeMethod(http.method) || isFromSite(deps.site, headers),
    accountInPath: event.pathParameters?.account_id,
    accountInHeader: headers["x-account-id"],
    userInPath: event.pathParameters?.user_id,
    routeKey: event.routeKey,
    callerOf: () => {
      const caller = callerFrom({ requestId, sourceIp: http.sourceIp, userAgent: http.userAgent });
      return viewerCaller(deps, { caller, headers });
    },
  };
};

const READ = [
  "authorization",
  "x-api-key",
  "x-account-id",
  "origin",
  "sec-fetch-site",
  "x-csrf",
  ...VIEWER_HEADERS,
] as const;
type Headers = { [Name in (typeof READ)[number]]?: string };
const NAMES: ReadonlySet<string> = new Set(READ);

// API Gateway lower-cases header names and joins repeated headers; other callers of the function may not.
// Headers that differ only in case are joined too, so that two credentials never pass as one.
const headersOf = ({ headers = {} }: APIGatewayRequestAuthorizerEventV2): Headers => {
  const found: Headers = {};
  for (const key in headers) {
    const name = NAMES.has(key) ? key : key.toLowerCase();
    const value = headers[key];
    if (value === undefined || !NAMES.has(name)) continue;
    const before = found[name as keyof Headers];
    found[name as keyof Headers] = before === undefined ? value : `${before},${value}`;
  }
  return found;
};

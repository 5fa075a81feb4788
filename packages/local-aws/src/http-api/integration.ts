/** Invokes a route's function and reads its response in format 2.0. */
import type { Integration } from "./api-definition.js";
import { callFunction, type Invoke } from "./call-function.js";
import { type GatewayResponse, INTERNAL_ERROR, UNAVAILABLE } from "./gateway-response.js";

export const callIntegration = async (
  invoke: Invoke,
  { functionArn, timeoutMs }: Integration,
  event: unknown,
): Promise<GatewayResponse> => {
  const called = await callFunction(invoke, functionArn, event, timeoutMs);
  if (called.kind === "late" || called.kind === "throttled") return UNAVAILABLE;
  if (called.kind !== "answer") return INTERNAL_ERROR;
  return integrationResponse(called.payload) ?? INTERNAL_ERROR;
};

/**
 * Without a `statusCode` the whole result is the body of a 200.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html,
 * "response format"
 * @returns undefined for a malformed response
 */
const integrationResponse = (payload: string): GatewayResponse | undefined => {
  const answer: unknown = JSON.parse(payload);
  if (typeof answer !== "object" || answer === null || !("statusCode" in answer)) {
    const body = Buffer.from(typeof answer === "string" ? answer : payload);
    return { status: 200, headers: { "content-type": "application/json" }, body };
  }
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded = false } = answer as Answer;
  if (!isStatus(statusCode) || typeof body !== "string") return undefined;
  const given = headersOf(headers, cookies);
  if (given === undefined) return undefined;
  const bytes = Buffer.from(body, isBase64Encoded === true ? "base64" : "utf8");
  const assumed: Record<string, string> =
    bytes.length > 0 ? { "content-type": "text/plain;charset=UTF-8" } : {};
  return { status: statusCode, headers: { ...assumed, ...given }, body: bytes };
};

type Answer = Readonly<Record<"statusCode" | "headers" | "cookies" | "body" | "isBase64Encoded", unknown>>;

const isStatus = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 200 && value <= 599;

/** Connection and body length headers, which the gateway sets itself. */
const OWN = new Set([
  ...["connection", "content-length", "keep-alive", "proxy-authenticate", "te", "trailer"],
  ...["transfer-encoding", "upgrade", "apigw-requestid"],
]);

const LEGAL_NAME = /^[!#$%&'*+.^`|~\w-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the expression matches control characters, which headers must not contain
const ILLEGAL_IN_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/;

const headersOf = (headers: unknown, cookies: unknown) => {
  if (typeof headers !== "object" || Array.isArray(headers) || !Array.isArray(cookies)) return undefined;
  const entries = Object.entries(headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  const values = [...entries.map(([, value]) => value), ...cookies.map(String)];
  if (Object.values(headers ?? {}).some((value) => typeof value === "object")) return undefined;
  if (
    !entries.every(([name]) => LEGAL_NAME.test(name)) ||
    values.some((value) => ILLEGAL_IN_VALUE.test(value))
  ) {
    return undefined;
  }
  const kept: Record<string, string | string[]> = Object.fromEntries(
    entries.filter(([name]) => !OWN.has(name)),
  );
  if (cookies.length > 0) kept["set-cookie"] = [kept["set-cookie"] ?? [], cookies.map(String)].flat();
  return kept;
};

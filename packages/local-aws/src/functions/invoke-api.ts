/**
 * The Invoke operation of the Lambda API, for AWS SDKs and for the local services that call functions.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import { ServiceError } from "../aws-json/service-error.js";
import { requestBody } from "../bounded-body/index.js";
import type { AsyncInvocations } from "./async-invocations.js";
import { findFunction, type HostedFunction, runFunction } from "./function-host.js";
import type { FunctionLog } from "./function-log.js";
import type { MovedClock } from "./moved-clock.js";

export type InvokeApi = {
  readonly functions: ReadonlyMap<string, HostedFunction>;
  readonly log: FunctionLog;
  readonly later: AsyncInvocations;
  readonly clock: MovedClock;
};

const MAX_REQUEST_BYTES = 6 * 1024 * 1024;
const MAX_ASYNC_REQUEST_BYTES = 1024 * 1024;
const MAX_CLOCK_BYTES = 1024;
const TAIL_BYTES = 4096;

export const handleInvokeApi = async (
  api: InvokeApi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  try {
    refuseBrowsers(request);
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/.exec(url.pathname) ?? [];
    if (request.method === "GET" && url.pathname === "/_local/logs") sendLogs(api.log, url, response);
    else if (request.method === "PUT" && url.pathname === "/_local/clock")
      await moveClock(api.clock, request, response);
    else if (request.method === "POST" && name !== undefined) await invoke(api, name, url, request, response);
    else
      throw new ServiceError("ResourceNotFoundException", "This operation is not implemented locally.", 404);
  } catch (error) {
    const known =
      error instanceof ServiceError ? error : new ServiceError("ServiceException", "Internal error", 500);
    const Type = known.status < 500 ? "User" : "Service";
    send(response, known.status, { Type, message: known.message }, { "x-amzn-errortype": known.code });
  }
};

// Rejects browsers: a form on any website could otherwise invoke functions through a port of this machine.
const refuseBrowsers = ({ headers }: IncomingMessage): void => {
  const local = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? "");
  if (!local || headers.origin !== undefined)
    throw new ServiceError("AccessDeniedException", "Requests from browsers are not allowed.", 403);
};

/** `{"offset_ms": number}`, as the user pool's. */
const moveClock = async (
  clock: MovedClock,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const body = await requestBody(request, MAX_CLOCK_BYTES);
  const offset = /^\s*\{\s*"offset_ms"\s*:\s*(-?\d{1,15})\s*\}\s*$/.exec(body?.toString("utf8") ?? "")?.[1];
  if (offset === undefined)
    throw new ServiceError("InvalidRequestContentException", 'Send {"offset_ms": <whole number>}.', 400);
  clock.moveTo(Number(offset));
  send(response, 200, { now: Date.now() + Number(offset) });
};

const invoke = async (
  { functions, log, later }: InvokeApi,
  encodedName: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const name = decodeURIComponent(encodedName);
  const found = findFunction(functions, name, url.searchParams.get("Qualifier") ?? undefined);
  if (!found) throw new ServiceError("ResourceNotFoundException", `Function not found: ${name}`, 404);
  const { hosted, qualifier } = found;
  const type = String(request.headers["x-amz-invocation-type"] ?? "RequestResponse");
  const payload = await eventFrom(request, type === "Event" ? MAX_ASYNC_REQUEST_BYTES : MAX_REQUEST_BYTES);
  if (type === "DryRun") return send(response, 204);
  if (type === "Event") {
    later.accept(hosted, qualifier, payload);
    return send(response, 202);
  }
  if (type !== "RequestResponse") {
    throw new ServiceError("InvalidParameterValueException", "Unknown invocation type");
  }
  const clientContext = decodedContext(request.headers["x-amz-client-context"]);
  const answer = await runFunction(hosted, payload, { qualifier, clientContext });
  response.setHeader("x-amzn-requestid", answer.requestId);
  response.setHeader("x-amz-executed-version", answer.executedVersion);
  if (answer.failed) response.setHeader("x-amz-function-error", "Unhandled");
  if (request.headers["x-amz-log-type"] === "Tail") {
    response.setHeader("x-amz-log-result", tailOf(log, hosted.configuration.name, answer.requestId));
  }
  response.writeHead(200, { "content-type": "application/json" }).end(answer.payload);
};

const eventFrom = async (request: IncomingMessage, limit: number): Promise<string> => {
  const body = await requestBody(request, limit);
  if (body === undefined) {
    const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
    throw new ServiceError("RequestTooLargeException", message, 413);
  }
  const text = body.toString("utf8") || "{}";
  try {
    JSON.parse(text);
    return text;
  } catch {
    const message = "Could not parse request body into json: it is not valid JSON";
    throw new ServiceError("InvalidRequestContentException", message);
  }
};

const decodedContext = (header: string | string[] | undefined): unknown => {
  if (typeof header !== "string") return undefined;
  try {
    return JSON.parse(Buffer.from(header, "base64").toString("utf8"));
  } catch {
    throw new ServiceError("InvalidRequestContentException", "Client context must be base64-encoded JSON");
  }
};

const tailOf = (log: FunctionLog, name: string, requestId: string): string => {
  const lines = log.lines(name).filter((line) => line.requestId === requestId);
  const text = Buffer.from(lines.map(({ line }) => `${line}\n`).join(""));
  return text.subarray(-TAIL_BYTES).toString("base64");
};

const sendLogs = (log: FunctionLog, url: URL, response: ServerResponse): void => {
  const name = url.searchParams.get("function") ?? undefined;
  const lines = log.lines(name, Number(url.searchParams.get("after") ?? 0));
  response
    .writeHead(200, { "content-type": "application/x-ndjson" })
    .end(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
};

const send = (
  response: ServerResponse,
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  if (body === undefined) response.writeHead(status, headers).end();
  else
    response.writeHead(status, { ...headers, "content-type": "application/json" }).end(JSON.stringify(body));
};

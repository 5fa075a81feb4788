/**
 * The Invoke operation of the Lambda API, for the AWS SDK and for whoever stands in for a service
 * that calls functions. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { LambdaAnswer } from "./index.js";

type Invoke = (functionName: string, payload: string) => Promise<LambdaAnswer | undefined>;

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

export const invokeApi = (invoke: Invoke, logs: () => readonly object[]): Server =>
  createServer((request, response) => {
    handle(invoke, logs, request, response).catch(() => send(response, 500, { message: "Internal error" }));
  });

const handle = async (
  invoke: Invoke,
  logs: () => readonly object[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
  if (request.method === "GET" && pathname === "/_local/logs") return send(response, 200, { logs: logs() });
  const name = PATH.exec(pathname)?.[1];
  if (request.method !== "POST" || name === undefined) {
    return refuse(response, 404, "ResourceNotFoundException", "There is nothing at this address.");
  }
  const payload = await readBody(request);
  if (payload === undefined)
    return refuse(response, 413, "RequestTooLargeException", "The event is too large.");
  if (!isJson(payload)) {
    return refuse(response, 400, "InvalidRequestContentException", "Could not parse request body into json.");
  }
  const functionName = decodeURIComponent(name);
  switch (request.headers["x-amz-invocation-type"] ?? "RequestResponse") {
    case "DryRun":
      response.writeHead(204).end();
      return;
    case "Event":
      void invoke(functionName, payload);
      response.writeHead(202).end();
      return;
    default:
      return answer(response, functionName, await invoke(functionName, payload));
  }
};

const answer = (response: ServerResponse, name: string, outcome: LambdaAnswer | undefined): void => {
  if (outcome === undefined) {
    refuse(response, 404, "ResourceNotFoundException", `Function not found: ${name}`);
    return;
  }
  response.writeHead(200, {
    "content-type": "application/json",
    "x-amz-executed-version": "$LATEST",
    ...(outcome.functionError !== undefined && { "x-amz-function-error": outcome.functionError }),
  });
  response.end(outcome.payload);
};

const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_EVENT_BYTES) return undefined;
    chunks.push(chunk);
  }
  return size === 0 ? "{}" : Buffer.concat(chunks).toString("utf8");
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const refuse = (response: ServerResponse, status: number, type: string, message: string): void => {
  response.setHeader("x-amzn-errortype", type);
  send(response, status, { Type: "User", Message: message });
};

const send = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

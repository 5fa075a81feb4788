/**
 * An AWS JSON 1.1 endpoint on 127.0.0.1: `POST /` with `X-Amz-Target: <Service>.<Operation>`, errors as `{
 * __type, message }` (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html). Plain HTTP endpoints
 * are under `/_local/`. Signatures are not checked: every process that reaches the loopback may call.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { answerCall, type ErrorStyle, errorAnswer, type HttpAnswer } from "./answer.js";
import { isJsonObject, type JsonObject, parseJson } from "./json.js";
import { isForLoopback, listenOnLoopback, readBody } from "./loopback.js";
import { ServiceError } from "./service-error.js";

export type Operation = (input: JsonObject) => unknown;

export interface AwsJsonService {
  /** The part of `X-Amz-Target` before the dot. */
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Operations of the real service that are rejected with NotImplementedException. */
  readonly missing?: ReadonlySet<string>;
  /** Handles a `/_local/` request. Returns `false` if the path is not one of its endpoints. */
  door?(request: IncomingMessage, response: ServerResponse, url: URL): boolean | Promise<boolean>;
  /** Wraps each call. May delay it, reject it by throwing, or destroy the socket. */
  around?(operation: string, call: () => Promise<unknown>, socket: { destroy(): void }): Promise<unknown>;
}

export interface AwsJsonServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const ERRORS: ErrorStyle = { defect: { code: "InternalException", message: "Internal error." } };
const BODY_LIMIT = 8 * 1024 * 1024;

export const startAwsJsonServer = async (service: AwsJsonService, port = 0): Promise<AwsJsonServer> => {
  const server = createServer((request, response) => {
    handle(service, request, response).catch((error: unknown) => {
      // An endpoint may have sent headers already, and an injected fault may have closed the connection.
      if (!response.destroyed && !response.headersSent) send(response, errorAnswer(ERRORS, error));
    });
  });
  const bound = await listenOnLoopback(server, port);
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${bound}`, port: bound, close };
};

const handle = async (
  service: AwsJsonService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  if (!isForLoopback(request))
    throw new ServiceError("AccessDeniedException", "The Host header is not a loopback name.", 403);
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (url.pathname.startsWith("/_local/") || isPageRequest(request, url)) {
    if ((await service.door?.(request, response, url)) !== true)
      throw new ServiceError("NotFound", "Unknown local endpoint.", 404);
    return;
  }
  const [name, operation = ""] = String(request.headers["x-amz-target"] ?? "").split(".");
  const run = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
  const isOurs = request.method === "POST" && name === service.name;
  if (isOurs && service.missing?.has(operation))
    throw new ServiceError(
      "NotImplementedException",
      `The operation ${operation} is not implemented locally.`,
    );
  if (!isOurs || run === undefined) throw new ServiceError("UnknownOperationException", "Unknown operation.");
  const input = await readJsonBody(request);
  const call = async (): Promise<unknown> => run(input);
  const answer = await answerCall(ERRORS, () => service.around?.(operation, call, request.socket) ?? call());
  if (!response.destroyed) send(response, answer);
};

/** Whether a browser asks for a page. The API uses POST only. */
const isPageRequest = ({ method }: IncomingMessage, { pathname }: URL): boolean =>
  method === "GET" && (pathname === "/" || pathname === "/_local");

/** Reads the JSON object in the body; `{}` if it is empty. Anything else is a SerializationException. */
export const readJsonBody = async (request: IncomingMessage): Promise<JsonObject> => {
  const text = await readBody(request, BODY_LIMIT);
  if (text === undefined) throw new ServiceError("RequestEntityTooLargeException", "Body too large.", 413);
  const body = text === "" ? {} : parseJson(text);
  if (!isJsonObject(body)) throw new ServiceError("SerializationException", "The body is not a JSON object.");
  return body;
};

const send = (response: ServerResponse, { status, headers, body }: HttpAnswer): void => {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
};

/** Answers a local endpoint with JSON. */
export const answerDoor = (response: ServerResponse, body: unknown): true => {
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
  return true;
};

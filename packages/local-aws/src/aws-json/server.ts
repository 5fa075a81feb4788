/**
 * The HTTP server of every service that speaks AWS JSON. It listens on 127.0.0.1 only and rejects other host
 * names, to prevent DNS rebinding. A service may have routes of its own next to the protocol, such as the
 * local endpoints under `/_local/`. Signatures are not checked: every process that reaches the loopback may
 * call.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { errorAnswer, type HttpResponse } from "./answer.js";
import { type AwsJsonService, answerAwsJson, errorStyleOf } from "./call.js";
import { corsHeaders } from "./cors.js";
import { closeServer, isForLoopback, listenOnLoopback } from "./loopback.js";
import { ServiceError } from "./service-error.js";

/**
 * Answers a request that is not a call of the protocol. `sent`: the route has written the response itself.
 * Undefined: the path is not one of its routes.
 */
export type Route = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => Promise<HttpResponse | "sent" | undefined>;

export interface ServerOptions {
  readonly route?: Route;
  /** Further services at the same address. */
  readonly also?: readonly AwsJsonService[];
  /** Allows cross-origin requests from pages of this machine. */
  readonly cors?: boolean;
  /** How long `close` waits for open requests. Default: not at all. */
  readonly drainMs?: number;
}

export interface AwsJsonServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export const startAwsJsonServer = async (
  service: AwsJsonService,
  port = 0,
  options: ServerOptions = {},
): Promise<AwsJsonServer> => {
  const server = createServer((request, response) => {
    handle(service, options, request, response).catch(() => response.destroy());
  });
  const bound = await listenOnLoopback(server, port);
  const close = () => closeServer(server, options.drainMs);
  return { url: `http://127.0.0.1:${bound}`, port: bound, close };
};

const handle = async (
  service: AwsJsonService,
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const answer = await answerTo(service, options, request, response).catch((error: unknown) =>
    errorAnswer(errorStyleOf(service), error),
  );
  // A route may have sent headers before it failed, and an injected fault may have closed the connection.
  if (answer === "sent" || response.destroyed || response.headersSent) return;
  const { status, headers, body } = answer;
  response.writeHead(status, {
    ...(options.cors === true && corsHeaders(request)),
    ...headers,
    ...(status !== 204 && { "content-length": Buffer.byteLength(body) }),
  });
  response.end(request.method === "HEAD" ? "" : body);
};

const answerTo = async (
  service: AwsJsonService,
  { route, also = [], cors }: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<HttpResponse | "sent"> => {
  if (!isForLoopback(request))
    throw new ServiceError("AccessDeniedException", "The Host header is not a loopback name.", 403);
  if (cors === true && request.method === "OPTIONS") return { status: 204, headers: {}, body: "" };
  const url = addressOf(request);
  const answer = await route?.(request, response, url);
  if (answer !== undefined) return answer;
  if (url.pathname.startsWith("/_local/") || isPageRequest(request, url))
    throw new ServiceError("NotFound", "Unknown local endpoint.", 404);
  return answerAwsJson([service, ...also], request);
};

const addressOf = ({ url = "/", headers }: IncomingMessage): URL => {
  const base = `http://${headers.host}`;
  if (!URL.canParse(url, base)) throw new ServiceError("BadRequest", "The request target is not valid.");
  return new URL(url, base);
};

/** Whether a browser asks for a page. The API uses POST only. */
const isPageRequest = ({ method }: IncomingMessage, { pathname }: URL): boolean =>
  method === "GET" && (pathname === "/" || pathname === "/_local");

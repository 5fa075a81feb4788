/**
 * The reverse proxy in place of CloudFront. It forwards everything unchanged, except hop-by-hop headers (RFC
 * 9110, section 7.6.1) and headers that only a trusted proxy may set.
 */
import {
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
  request as startRequest,
} from "node:http";
import { pipeline } from "node:stream";
import { sendProblem } from "./answers.js";

/** A secret header of the front door. If it is present, the API trusts the forwarded address. */
export type TrustedProxy = { readonly header: string; readonly value: string };

export type Upstream = {
  /** An http URL. Its path is prepended to the request's path. */
  readonly url: URL;
  readonly trustedProxy?: TrustedProxy | undefined;
  /** Timeout of inactivity. */
  readonly timeoutMs: number;
  /** Set on every response, replacing the upstream's own headers. */
  readonly answerHeaders?: Readonly<Record<string, string>> | undefined;
};

const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
const FORWARDED = /^(?:forwarded|host|via|x-real-ip|x-forwarded-.*|cloudfront-.*)$/;

/**
 * Forwards the request to `path` (with query) of the upstream and returns its response. 502 unreachable, 504
 * timed out.
 */
export const forward = (
  upstream: Upstream,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  const outgoing = startRequest({
    host: upstream.url.hostname,
    port: upstream.url.port,
    method: request.method,
    path: upstream.url.pathname.replace(/\/$/, "") + path,
    headers: requestHeaders(upstream, request),
    // A new connection for each request: a pooled one may be closing, and a streamed request body cannot be
    // sent again.
    agent: false,
  });
  outgoing.once("response", (incoming) => {
    const headers = answerHeaders(upstream, incoming);
    response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, headers);
    pipeline(incoming, response, () => undefined);
  });
  endTogether(outgoing, upstream.timeoutMs, response);
  pipeline(request, outgoing, () => undefined);
};

const endTogether = (outgoing: ClientRequest, timeoutMs: number, response: ServerResponse): void => {
  outgoing.setTimeout(timeoutMs, () => {
    sendProblem(response, 504, "The API timed out.");
    outgoing.destroy();
  });
  outgoing.on("error", () => {
    if (!response.writableEnded) sendProblem(response, 502, "The API cannot be reached.");
  });
  response.once("close", () => outgoing.destroy());
};

/** Pairs of name and value, with their original order and casing, including repeated names. */
const endToEndHeaders = (message: IncomingMessage, drop?: (name: string) => boolean): string[] => {
  const nominated = new Set((message.headers.connection ?? "").toLowerCase().split(/\s*,\s*/));
  const kept: string[] = [];
  for (let at = 0; at < message.rawHeaders.length; at += 2) {
    const [name = "", value = ""] = message.rawHeaders.slice(at, at + 2);
    const key = name.toLowerCase();
    if (!HOP_BY_HOP.has(key) && !nominated.has(key) && !drop?.(key)) kept.push(name, value);
  }
  return kept;
};

const requestHeaders = ({ url, trustedProxy }: Upstream, request: IncomingMessage): string[] => {
  const reserved = trustedProxy?.header.toLowerCase();
  const headers = endToEndHeaders(request, (name) => FORWARDED.test(name) || name === reserved);
  headers.push("Host", url.host);
  headers.push(...bodyFraming(request));
  if (trustedProxy) {
    headers.push("X-Forwarded-For", clientAddress(request), trustedProxy.header, trustedProxy.value);
  }
  return headers;
};

const answerHeaders = ({ answerHeaders: own = {} }: Upstream, incoming: IncomingMessage): string[] => [
  ...endToEndHeaders(incoming, (name) => name in own),
  ...Object.entries(own).flat(),
];

const TAKES_BODY: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

/**
 * The framing of the body (RFC 9112, section 6.3). Methods with a body send its length even if it is empty
 * (RFC 9110, section 8.6).
 */
const bodyFraming = ({ headers, method = "" }: IncomingMessage): string[] => {
  if (headers["transfer-encoding"] !== undefined) return ["Transfer-Encoding", "chunked"];
  return TAKES_BODY.has(method) && headers["content-length"] === undefined ? ["Content-Length", "0"] : [];
};

const clientAddress = (request: IncomingMessage): string =>
  (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");

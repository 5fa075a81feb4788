/**
 * The HTTP server. It listens on loopback only and rejects other host names, to prevent DNS rebinding. It
 * allows cross-origin requests from pages of this machine, as browsers also call Amazon Cognito.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { HttpAnswer } from "../../aws-json/answer.js";
import { parseJson } from "../../aws-json/json.js";
import { isForLoopback, listenOnLoopback, readBody, readBytes } from "../../aws-json/loopback.js";
import { ServiceError } from "../../aws-json/service-error.js";
import { consolePage } from "../../console/console-page.js";
import { replaceFaults } from "../../faults/faults-door.js";
import { LocalAwsError } from "../../local-aws-error.js";
import type { MovableClock } from "../clock.js";
import { importLimits } from "../imports/import-job.js";
import { oauthRoute } from "../oauth/routes.js";
import { type AwsJsonOptions, awsJson, tooLarge } from "./aws-json.js";
import { type DocumentSources, documentAt } from "./documents.js";
import { giveNotice } from "./take-over-notices.js";

/** Larger than the input of any operation. */
const largestBody = 2 * 1024 * 1024;
const localOrigin = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

export type HttpOptions = AwsJsonOptions & DocumentSources & { readonly clock: MovableClock };

export interface Listening {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

export async function listen(options: HttpOptions, port: number): Promise<Listening> {
  const server = createServer((request, response) => {
    respond(options, request, response).catch((error: unknown) => {
      options.onDefect(error);
      response.destroy();
    });
  });
  const bound = await listenOnLoopback(server, port);
  const url = `http://127.0.0.1:${bound}`;
  options.services.address.origin = url;
  return { port: bound, url, close: () => closed(server) };
}

async function respond(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = isForLoopback(request)
    ? await route(options, request)
    : json(403, { message: "This server accepts local host names only." });
  response.writeHead(answer.status, { ...corsHeaders(request), ...answer.headers });
  response.end(request.method === "HEAD" ? "" : answer.body);
}

async function route(options: HttpOptions, request: IncomingMessage): Promise<HttpAnswer> {
  if (request.method === "OPTIONS") return { status: 204, headers: {}, body: "" };
  const { services } = options;
  const oauth = oauthRoute(services, request);
  if (oauth) {
    const body = request.method === "POST" ? await readBody(request, largestBody) : "";
    return body === undefined ? json(413, { message: "The body is too large." }) : oauth(body);
  }
  if (request.method === "POST") {
    const body = await readBody(request, largestBody);
    if (body === undefined) return tooLarge(options);
    if (request.url === "/_local/faults")
      return localEndpoint(() => replaceFaults(services.faults, request.headers, () => jsonOf(body)));
    if (request.url === "/_local/take-over-notices")
      return localEndpoint(() => giveNotice(services, request.headers, body));
    return awsJson(options, request.headers, body);
  }
  if (request.method === "PUT" && request.url === "/_local/clock") {
    return moveClock(options.clock, await readBody(request, largestBody));
  }
  const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
  if (request.method === "PUT" && services.uploads.isUpload(url)) {
    const file = await readBytes(request, importLimits.fileBytes);
    const { status, message } = services.uploads.put(services.store, url, request.headers, file);
    return json(status, { message });
  }
  if (request.method !== "GET" && request.method !== "HEAD")
    return json(405, { message: "Method not allowed" });
  const page = await consolePage("user-pool", url.pathname);
  if (page) return page;
  const document = documentAt(url, options);
  return document ? json(200, document) : json(404, { message: "Not found" });
}

/** Runs a local endpoint and returns its answer, or the reason why it refuses. */
async function localEndpoint(run: () => Promise<object> | object): Promise<HttpAnswer> {
  try {
    return json(200, await run());
  } catch (error) {
    if (!(error instanceof LocalAwsError)) throw error;
    return json(error instanceof ServiceError ? error.status : 400, { message: error.message });
  }
}

function jsonOf(body: string): unknown {
  const parsed = parseJson(body);
  if (parsed === undefined) throw new LocalAwsError("The body is not JSON.");
  return parsed;
}

/** `{"offset_ms": number}`: sets the offset of this service's clock from the machine's, to test expiry. */
function moveClock(clock: MovableClock, body: string | undefined): HttpAnswer {
  const offset = /^\s*\{\s*"offset_ms"\s*:\s*(-?\d{1,15})\s*\}\s*$/.exec(body ?? "")?.[1];
  if (offset === undefined) return json(400, { message: 'Send {"offset_ms": <whole number>}.' });
  clock.moveTo(Number(offset));
  return json(200, { now: clock.now() });
}

function corsHeaders({ headers }: IncomingMessage): Record<string, string> {
  const origin = headers.origin;
  if (origin === undefined || !localOrigin.test(origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": headers["access-control-request-headers"] ?? "content-type, x-amz-target",
    "access-control-expose-headers": "x-amzn-requestid, x-amzn-errortype",
    vary: "origin",
  };
}

const json = (status: number, content: object): HttpAnswer => ({
  status,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(content),
});

/** Waits for open requests, at most for the time limit of a trigger. */
async function closed(server: Server): Promise<void> {
  const timeout = setTimeout(() => server.closeAllConnections(), 6000);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timeout);
}

/**
 * One origin for the browser, as CloudFront is in the cloud: the pages, the API under `/api/`, and
 * what the local stack tells about itself under `/_local/`. One origin needs no CORS and lets
 * `__Host-` cookies be same-site.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readPage, SECURITY_HEADERS } from "local-aws/console";
import { sendProblem } from "./answers.js";
import { listen } from "./listen.js";
import { type LocalSources, localRoutes } from "./local-routes.js";
import { judgeTarget } from "./request-target.js";
import { forward, type TrustedProxy, type Upstream } from "./reverse-proxy.js";

export type { EventFeed } from "./event-stream.js";
export type { ReadableInbox } from "./local-routes.js";
export type { TrustedProxy } from "./reverse-proxy.js";
export type { StackDescription, StackPerson } from "./stack-description.js";

export type FrontDoorOptions = LocalSources & {
  /** Where the HTTP API listens; the `/api` of the path stays. */
  readonly apiUrl: string;
  readonly trustedProxy: TrustedProxy;
  /** Folders of pages; the first that has a file answers it. */
  readonly pageFolders: readonly string[];
  /** This port or none; 0 takes a free one. */
  readonly port?: number;
  /** This port if it is free, otherwise some free one. */
  readonly preferredPort?: number;
  /** How long the API may be silent; CloudFront's own limit (30 s) unless told. */
  readonly upstreamTimeoutMs?: number;
};

export type FrontDoor = { readonly url: string; readonly port: number; close(): Promise<void> };

const ORIGIN_TIMEOUT_MS = 30_000;

/** What goes to the API; everything else is a page or a door of this machine. */
const API_PATHS = ["/api/", "/test/"];

/** Starts on 127.0.0.1; the answer's `port` is not `preferredPort` if that one was taken. */
export const startFrontDoor = async (options: FrontDoorOptions): Promise<FrontDoor> => {
  const timeoutMs = options.upstreamTimeoutMs ?? ORIGIN_TIMEOUT_MS;
  const api: Upstream = { url: new URL(options.apiUrl), trustedProxy: options.trustedProxy, timeoutMs };
  const local = localRoutes(options, timeoutMs);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const verdict = judgeTarget(request);
    if (verdict.kind === "refused") return sendProblem(response, verdict.status, verdict.detail);
    const { target } = verdict;
    if (API_PATHS.some((prefix) => target.path.startsWith(prefix))) {
      return forward(api, target.path + target.query, request, response);
    }
    const route = local.get(target.path);
    const methods = route ? ["GET"] : ["GET", "HEAD"];
    if (!methods.includes(request.method ?? "")) {
      return sendProblem(response, 405, "Only the API takes this method.");
    }
    return route
      ? route({ request, response, target })
      : sendPage(options.pageFolders, target.path, response);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => sendProblem(response, 500, "The front door failed."));
  });
  const port = await listen(server, options);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
};

const sendPage = async (
  folders: readonly string[],
  path: string,
  response: ServerResponse,
): Promise<void> => {
  for (const folder of folders) {
    const page = await readPage(folder, path);
    if (!page) continue;
    response.writeHead(200, { ...SECURITY_HEADERS, "content-type": page.contentType });
    response.end(page.body);
    return;
  }
  sendProblem(response, 404, "There is no such page.");
};

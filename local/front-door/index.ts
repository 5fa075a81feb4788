/**
 * The site's single origin, as CloudFront provides it in the cloud: the pages, the API under `/api/`, and
 * facts about the local stack under `/_local/`. One origin needs no CORS and makes `__Host-` cookies
 * same-site.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readAsset, readPage, SECURITY_HEADERS } from "local-aws/console";
import { sendProblem } from "./answers.js";
import { listen } from "./listen.js";
import { type LocalSources, localRoutes } from "./local-routes.js";
import { judgeTarget } from "./request-target.js";
import { forward, type TrustedProxy, type Upstream } from "./reverse-proxy.js";
import { SITE_PAGES } from "./site-pages.js";

export type { EventFeed } from "./event-stream.js";
export type { ReadableInbox } from "./local-routes.js";
export type { TrustedProxy } from "./reverse-proxy.js";
export type { StackDescription, StackUser } from "./stack-description.js";

export type SiteOptions = LocalSources & {
  /** The address of the HTTP API. The path keeps its `/api` prefix. */
  readonly apiUrl: string;
  readonly trustedProxy: TrustedProxy;
  /** Folders with pages. The first folder that has the file serves it. */
  readonly pageFolders: readonly string[];
  /** Timeout of the API's response. Default: CloudFront's limit of 30 s. */
  readonly upstreamTimeoutMs?: number;
};

type PortOptions = {
  /** Fails if this port is taken; 0 selects a free one. */
  readonly port?: number;
  /** Uses this port if it is free, otherwise the next free one. */
  readonly preferredPort?: number;
};

export type FrontDoorOptions = SiteOptions & PortOptions;

export type FrontDoor = { readonly url: string; readonly port: number; close(): Promise<void> };

const ORIGIN_TIMEOUT_MS = 30_000;

/** Prefixes of the API. Every other path is a page or a local endpoint. */
const API_PATHS = ["/api/", "/auth/", "/test/"];

/** A front door that listens and does not serve yet. */
export type OpenFrontDoor = FrontDoor & { serve(options: SiteOptions): void };

/** Starts on 127.0.0.1 and ::1. `port` of the result differs from `preferredPort` if that port was in use. */
export const startFrontDoor = async (options: FrontDoorOptions): Promise<FrontDoor> => {
  const frontDoor = await openFrontDoor(options);
  frontDoor.serve(options);
  return frontDoor;
};

/** Reserves the address before the services behind it start. Until `serve` is called, every answer is a 503. */
export const openFrontDoor = async (options: PortOptions): Promise<OpenFrontDoor> => {
  let handle = async (_: IncomingMessage, response: ServerResponse): Promise<void> =>
    sendProblem(response, 503, "The stack is starting.");
  const open = () =>
    createServer((request, response) => {
      handle(request, response).catch(() => sendProblem(response, 500, "The front door failed."));
    });
  const { port, close } = await listen(open, options);
  return {
    url: `http://localhost:${port}`,
    port,
    serve: (site) => {
      handle = siteHandler(site);
    },
    close,
  };
};

const siteHandler = (options: SiteOptions) => {
  const timeoutMs = options.upstreamTimeoutMs ?? ORIGIN_TIMEOUT_MS;
  const api: Upstream = { url: new URL(options.apiUrl), trustedProxy: options.trustedProxy, timeoutMs };
  const local = localRoutes(options, timeoutMs);

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const verdict = judgeTarget(request);
    if (verdict.kind === "refused") return sendProblem(response, verdict.status, verdict.detail);
    const { target } = verdict;
    const port = request.socket.localPort;
    if (verdict.byAddress && isOfBrowser(request, target.path)) {
      response.writeHead(307, {
        ...SECURITY_HEADERS,
        location: `http://localhost:${port}${target.path}${target.query}`,
      });
      response.end();
      return;
    }
    if (isApi(target.path)) {
      return forward(api, target.path + target.query, request, response);
    }
    const route = local.get(target.path);
    const methods = route ? ["GET"] : ["GET", "HEAD"];
    if (!methods.includes(request.method ?? "")) {
      return sendProblem(response, 405, "Only the API supports this method.");
    }
    return route
      ? route({ request, response, target })
      : sendPage(options.pageFolders, target.path, response);
  };
};

const isApi = (path: string): boolean => API_PATHS.some((prefix) => path.startsWith(prefix));

/**
 * Pages belong to `localhost`: browsers refuse passkeys on an address, and a cookie of an address is another one. The
 * same applies to `/auth/`, whose answers set cookies, if a browser navigates there. The API and local facts answer
 * programs by any name.
 */
const isOfBrowser = (request: IncomingMessage, path: string): boolean => {
  if (path.startsWith("/auth/")) return isNavigation(request);
  if (isApi(path) || path.startsWith("/_local/")) return false;
  return request.method === "GET" || request.method === "HEAD";
};

/** Browsers name the mode of each request (W3C Fetch Metadata). Older ones and curl do not. */
const isNavigation = ({ method, headers }: IncomingMessage): boolean =>
  method === "GET" && (headers["sec-fetch-mode"] ?? "navigate") === "navigate";

const sendPage = async (
  folders: readonly string[],
  path: string,
  response: ServerResponse,
): Promise<void> => {
  const page = SITE_PAGES.get(path);
  for (const folder of folders) {
    const found = page ? await readPage(folder, "/", page) : await readAsset(folder, path);
    if (!found) continue;
    response.writeHead(200, { ...SECURITY_HEADERS, "content-type": found.contentType });
    response.end(found.body);
    return;
  }
  sendProblem(response, 404, "No such page.");
};

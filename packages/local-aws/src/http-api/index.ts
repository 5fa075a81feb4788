/**
 * A local API Gateway HTTP API with the routes, integrations and authorizers of the template. README.md lists
 * the differences from the service.
 */
import { createServer } from "node:http";
import { closeServer, listenOnLoopback } from "../aws-json/loopback.js";
import type { Stack } from "../template/index.js";
import { apiDefinition } from "./api-definition.js";
import type { Invoke, InvokeResult } from "./call-function.js";
import { newRequestId } from "./event.js";
import { gateway } from "./gateway.js";
import { HEADERS_TOO_LARGE, INTERNAL_ERROR, sendResponse } from "./gateway-response.js";
import type { FindIamSession } from "./iam-authorization.js";
import type { TrustedProxy } from "./source-address.js";

export type { FindIamSession, IamSession } from "./iam-authorization.js";
export type { Invoke, InvokeResult, TrustedProxy };

export type HttpApiOptions = {
  readonly stack: Stack;
  readonly invoke: Invoke;
  /** A free port if absent or 0. */
  readonly port?: number | undefined;
  readonly clock?: { now(): number } | undefined;
  /**
   * The proxy in front of the API. If a request has its header, the last hop of X-Forwarded-For is the source
   * address.
   */
  readonly trustedProxy?: TrustedProxy | undefined;
  /** Finds sessions of temporary credentials, to check signatures and permissions. */
  readonly iamSession?: FindIamSession | undefined;
};

export type HttpApi = { readonly url: string; readonly port: number; close(): Promise<void> };

// Node.js rejects larger headers itself. Below this limit the gateway counts and sends its own error.
const SERVER_HEADER_BYTES = 128 * 1024;

/** @throws Error for an API that API Gateway would reject or that is not supported. */
export const startHttpApi = async (options: HttpApiOptions): Promise<HttpApi> => {
  const { stack, invoke, clock = Date, trustedProxy, iamSession } = options;
  const answer = gateway({ api: apiDefinition(stack), invoke, clock, trustedProxy, iamSession });
  const server = createServer({ maxHeaderSize: SERVER_HEADER_BYTES }, async (request, response) => {
    const requestId = newRequestId();
    const result = await answer(request, requestId).catch(() => INTERNAL_ERROR);
    sendResponse(response, result, requestId);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return;
    const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
    socket.end(
      tooLarge
        ? `HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-type: application/json\r\n\r\n${HEADERS_TOO_LARGE.body}`
        : "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
    );
  });
  const port = await listenOnLoopback(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () => closeServer(server),
  };
};

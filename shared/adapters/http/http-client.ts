/**
 * The HTTP client of the functions: one request and its response over a keep-alive connection. Every call is
 * bounded in time and in bytes both ways. Redirects are not followed. `fetch` is not used: its first call
 * costs about 20 ms in a cold start, and it does not support client certificates.
 */
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { createGunzip } from "node:zlib";
import { namedError } from "../../domain/errors.js";

export type HttpCall = {
  readonly method: "GET" | "POST";
  readonly address: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, including the last byte of the body. */
  readonly timeoutMs: number;
  /** For the connection alone. Without it, `timeoutMs` covers the connection too. */
  readonly connectTimeoutMs?: number | undefined;
  /** Limit of the response body, after decompression. */
  readonly maxBytes: number;
  /** Aborts the call at the deadline of the invocation. */
  readonly signal?: AbortSignal | undefined;
};

export type HttpResponse =
  | {
      readonly kind: "response";
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: string;
    }
  | { readonly kind: "too_large" | "encoded"; readonly status: number };

/** Rejects with `TimeoutError`, `AbortError` or the network's error if no complete response arrives. */
export type HttpClient = (call: HttpCall) => Promise<HttpResponse>;

export type ClientTls =
  | { readonly certificate: string; readonly key: string; readonly authority?: string | undefined }
  | undefined;

type Agents = { readonly plain: HttpAgent; readonly secure: HttpsAgent };

/** More than any request of the functions needs: DynamoDB accepts 4 MB for a transaction. */
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;

export const httpClient = (tls?: ClientTls): HttpClient => {
  const kept = { keepAlive: true, maxSockets: 50 };
  const agents = {
    plain: new HttpAgent(kept),
    secure: new HttpsAgent({
      ...kept,
      minVersion: "TLSv1.2",
      ...(tls && { cert: tls.certificate, key: tls.key, ...(tls.authority && { ca: tls.authority }) }),
    }),
  };
  return (call) => {
    const length = call.body === undefined ? undefined : Buffer.byteLength(call.body);
    if (length !== undefined && length > MAX_REQUEST_BYTES)
      return Promise.reject(new Error("the request body exceeds 4 MB"));
    return exchange(call, length, agents);
  };
};

const exchange = (call: HttpCall, length: number | undefined, agents: Agents): Promise<HttpResponse> =>
  new Promise((resolve, reject) => {
    const request = sent(call, length, agents);
    let ended: Error | undefined;
    const end = (reason: Error): void => {
      ended ??= reason;
      request.destroy(ended);
    };
    const abort = (): void => end(namedError("AbortError", "the deadline of the invocation has passed"));
    const timer = setTimeout(() => end(timeoutError()), call.timeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      call.signal?.removeEventListener("abort", abort);
    };
    const fail = (error: Error): void => {
      settle();
      reject(ended ?? error);
    };
    if (call.signal?.aborted) abort();
    else call.signal?.addEventListener("abort", abort, { once: true });
    if (call.connectTimeoutMs !== undefined) limitConnecting(request, call.connectTimeoutMs, end);
    request.once("response", (response) => {
      read(response, call.maxBytes).then((complete) => {
        settle();
        resolve(complete);
      }, fail);
    });
    request.once("error", (error: NodeJS.ErrnoException) => {
      // The server closed the kept connection while the function was frozen between invocations.
      const stale = request.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
      if (!stale || ended) return fail(error);
      settle();
      exchange(call, length, agents).then(resolve, reject);
    });
    request.end(call.body);
  });

const sent = (
  { method, address, headers, body }: HttpCall,
  length: number | undefined,
  { plain, secure }: Agents,
): ClientRequest => {
  const options = {
    method,
    headers: {
      "accept-encoding": "gzip",
      ...headers,
      ...(body !== undefined && { "content-length": String(length) }),
    },
  };
  return address.protocol === "https:"
    ? httpsRequest(address, { ...options, agent: secure })
    : httpRequest(address, { ...options, agent: plain });
};

const limitConnecting = (request: ClientRequest, limitMs: number, end: (reason: Error) => void): void => {
  request.once("socket", (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => end(timeoutError()), limitMs);
    const clear = (): void => clearTimeout(timer);
    socket.once("connect", clear).once("close", clear);
  });
};

const read = (response: IncomingMessage, maxBytes: number): Promise<HttpResponse> =>
  new Promise((resolve, reject) => {
    const { statusCode: status = 0, headers } = response;
    const encoding = headers["content-encoding"] ?? "identity";
    response.once("error", reject);
    if (encoding !== "identity" && encoding !== "gzip") {
      response.destroy();
      return resolve({ kind: "encoded", status });
    }
    const unpacker = encoding === "gzip" ? createGunzip() : undefined;
    const body = unpacker ?? response;
    if (unpacker) {
      unpacker.once("error", reject);
      response.once("error", (error) => unpacker.destroy(error));
      response.pipe(unpacker);
    }
    const chunks: Buffer[] = [];
    let size = 0;
    body.on("data", (chunk: Buffer) => {
      // Counted after decompression, because a small compressed body can expand to an enormous one.
      size += chunk.byteLength;
      chunks.push(chunk);
      if (size <= maxBytes) return;
      resolve({ kind: "too_large", status });
      response.destroy();
    });
    body.once("end", () => {
      resolve({ kind: "response", status, headers, body: Buffer.concat(chunks).toString("utf8") });
    });
  });

export const timeoutError = (): Error => namedError("TimeoutError", "the request timed out");

/** Returns undefined if the text is not JSON. */
export const parsedJson = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
};

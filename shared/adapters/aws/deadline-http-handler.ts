/**
 * The SDK's HTTP handler with the bounds of our own HTTP client: the whole exchange in time, the response body in
 * bytes, and both ended at the invocation's deadline. Otherwise a frozen function could resume in the middle of a
 * write whose result is no longer awaited. The client itself does not fit: the SDK sends and receives streams of bytes, and
 * the client texts.
 */
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";
import type { Deadline } from "../../ports/index.js";
import { timeoutError } from "../http/http-client.js";
import { MAX_ANSWER_BYTES } from "./signed-json.js";

type Handle = NodeHttpHandler["handle"];
type Limits = Omit<NodeHttpHandlerOptions, "requestTimeout"> & {
  /** For the whole exchange, in milliseconds, including the response body. */
  readonly requestTimeout: number;
};

export class DeadlineHttpHandler extends NodeHttpHandler {
  readonly #deadline: Deadline;
  readonly #timeoutMs: number;

  constructor(deadline: Deadline, limits: Limits) {
    // Without this option, the SDK only logs a warning when a request exceeds its timeout, and keeps waiting.
    super({ ...limits, throwOnRequestTimeout: true });
    this.#deadline = deadline;
    this.#timeoutMs = limits.requestTimeout;
  }

  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const endsAt = Date.now() + this.#timeoutMs;
    const abortSignal = options?.abortSignal ?? this.#deadline.signal();
    const { response } = await super.handle(request, {
      ...options,
      ...(abortSignal !== undefined && { abortSignal }),
    });
    // The SDK's own timeout ends with the response headers.
    response.body = bounded(response.body as Readable, endsAt - Date.now());
    return { response };
  }
}

const bounded = (body: Readable, timeoutMs: number): Readable => {
  let bytes = 0;
  const counted = new Transform({
    transform: (chunk: Buffer, _, done) => {
      bytes += chunk.byteLength;
      if (bytes > MAX_ANSWER_BYTES) done(new Error("the response is too large"));
      else done(null, chunk);
    },
  });
  const timer = setTimeout(() => body.destroy(timeoutError()), Math.max(0, timeoutMs));
  // The error is not lost: it is also the error of the returned stream.
  pipeline(body, counted)
    .catch(() => undefined)
    .finally(() => clearTimeout(timer));
  return counted;
};

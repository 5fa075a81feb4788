/**
 * The SDK's HTTP handler, with a request aborted at the invocation's deadline. Otherwise a frozen function
 * could resume in the middle of a write whose result is no longer awaited.
 */
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";
import type { Deadline } from "../../ports/index.js";

type Handle = NodeHttpHandler["handle"];

export class DeadlineHttpHandler extends NodeHttpHandler {
  readonly #deadline: Deadline;

  constructor(deadline: Deadline, limits: NodeHttpHandlerOptions) {
    // Without this option, the SDK only logs a warning when a request exceeds its timeout, and keeps waiting.
    super({ ...limits, throwOnRequestTimeout: true });
    this.#deadline = deadline;
  }

  override handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const abortSignal = options?.abortSignal ?? this.#deadline.signal();
    return super.handle(request, { ...options, ...(abortSignal !== undefined && { abortSignal }) });
  }
}

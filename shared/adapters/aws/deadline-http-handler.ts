/**
 * The SDK's HTTP handler, which also ends a request when the time of the work that made it is over:
 * a frozen function must not wake up in the middle of a write that nobody waits for.
 */
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";
import type { Deadline } from "../../ports/index.js";

type Handle = NodeHttpHandler["handle"];

export class DeadlineHttpHandler extends NodeHttpHandler {
  readonly #deadline: Deadline;

  constructor(deadline: Deadline, limits: NodeHttpHandlerOptions) {
    // Without this the SDK only warns about a request that takes too long, and goes on waiting.
    super({ ...limits, throwOnRequestTimeout: true });
    this.#deadline = deadline;
  }

  override handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const abortSignal = options?.abortSignal ?? this.#deadline.signal();
    return super.handle(request, { ...options, ...(abortSignal !== undefined && { abortSignal }) });
  }
}

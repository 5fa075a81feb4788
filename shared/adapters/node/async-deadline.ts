/**
 * The deadline of the current invocation, kept in its asynchronous context. Adapters that are built once for
 * all invocations see the deadline of their caller.
 * https://nodejs.org/api/async_context.html
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";
import { AuthError } from "../../domain/errors.js";
import type { Deadline } from "../../ports/index.js";

export const asyncDeadline = (): Deadline => {
  const limits = new AsyncLocalStorage<Limit>();
  return {
    // One promise instead of a race of three: this runs for every request of the authorizer.
    within: (milliseconds, work) =>
      new Promise((resolve, reject) => {
        const limit = new Limit(milliseconds, limits.getStore(), reject);
        limits.run(limit, work).then(
          (answer) => {
            limit.release();
            resolve(answer);
          },
          (error: unknown) => {
            limit.release();
            reject(error);
          },
        );
      }),
    remainingMs: () => limits.getStore()?.remainingMs() ?? Number.POSITIVE_INFINITY,
    signal: () => limits.getStore()?.signal(),
  };
};

/** One limit. It is never later than the limit of the work around it. */
class Limit {
  readonly #endsAt: number;
  readonly #timer: NodeJS.Timeout;
  readonly #around: AbortSignal | undefined;
  readonly #refuse: (reason: AuthError) => void;
  #over = false;
  /** Made for the first call only, because most invocations of the authorizer make none. */
  #abort: AbortController | undefined;

  constructor(milliseconds: number, around: Limit | undefined, refuse: (reason: AuthError) => void) {
    this.#refuse = refuse;
    const allowedMs = Math.min(milliseconds, around?.remainingMs() ?? milliseconds);
    this.#endsAt = Date.now() + allowedMs;
    this.#timer = setTimeout(this.#end, allowedMs);
    this.#around = around?.signal();
    this.#around?.addEventListener("abort", this.#end, { once: true });
  }

  readonly #end = (): void => {
    this.#over = true;
    this.#abort?.abort();
    this.#refuse(new AuthError("temporarily_unavailable"));
  };

  remainingMs(): number {
    return Math.max(0, this.#endsAt - Date.now());
  }

  signal(): AbortSignal {
    this.#abort ??= controllerOfMany();
    if (this.#over) this.#abort.abort();
    return this.#abort.signal;
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#around?.removeEventListener("abort", this.#end);
  }
}

/** Each of many calls at a time listens to the signal. Node.js would log a warning about the eleventh. */
const controllerOfMany = (): AbortController => {
  const controller = new AbortController();
  setMaxListeners(Number.POSITIVE_INFINITY, controller.signal);
  return controller;
};

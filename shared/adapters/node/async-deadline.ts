/**
 * The deadline of the current invocation, kept in its asynchronous context. Adapters that are built once for
 * all invocations see the deadline of their caller.
 * https://nodejs.org/api/async_context.html
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { AuthError } from "../../domain/errors.js";
import type { Deadline } from "../../ports/index.js";

type Limit = { readonly endsAt: number; readonly signal: AbortSignal };

export const asyncDeadline = (): Deadline => {
  const limits = new AsyncLocalStorage<Limit>();
  return {
    within: async (milliseconds, work) => {
      const over = new AbortController();
      const limit = { endsAt: Date.now() + milliseconds, signal: over.signal };
      let timer: NodeJS.Timeout | undefined;
      const end = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          over.abort();
          reject(new AuthError("temporarily_unavailable"));
        }, milliseconds);
      });
      try {
        return await Promise.race([limits.run(limit, work), end]);
      } finally {
        clearTimeout(timer);
      }
    },
    remainingMs: () => {
      const limit = limits.getStore();
      return limit === undefined ? Number.POSITIVE_INFINITY : Math.max(0, limit.endsAt - Date.now());
    },
    signal: () => limits.getStore()?.signal,
  };
};

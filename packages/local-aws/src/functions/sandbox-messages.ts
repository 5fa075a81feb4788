/** Messages to and from a sandbox. */
import type { FunctionFailure } from "./function-failure.js";

export type Invocation = {
  readonly requestId: string;
  readonly payload: string;
  readonly traceId: string;
  /** The handler's `context` without the deadline. */
  readonly context: Readonly<Record<string, unknown>>;
};

export type Outcome = { readonly payload: string } | { readonly failure: FunctionFailure };

/** Messages that runtime.mjs sends. */
export type FromRuntime =
  | { readonly kind: "output"; readonly text: string }
  | { readonly kind: "ready" }
  | { readonly kind: "answer"; readonly payload: string }
  | { readonly kind: "failure" | "fatal"; readonly failure: FunctionFailure };

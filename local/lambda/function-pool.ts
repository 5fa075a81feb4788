/** The sandboxes of one function: reused while warm, started on demand, limited in number. */
import { randomUUID } from "node:crypto";
import {
  type FunctionAnswer,
  type FunctionDefinition,
  type LogSink,
  type Sandbox,
  startSandbox,
} from "./sandbox.js";

export type FunctionPool = {
  invoke(event: string): Promise<FunctionAnswer & { readonly requestId: string }>;
  /** Starts and keeps one sandbox ahead of its first event. */
  readonly stats: { invocations: number; coldStarts: number; errors: number };
  close(): Promise<void>;
};

const MAX_RESPONSE_BYTES = 6 * 1024 * 1024; // of a synchronous invocation

export const functionPool = (definition: FunctionDefinition, limit: number, log: LogSink): FunctionPool => {
  const idle: Sandbox[] = [];
  const all = new Set<Sandbox>();
  const waiting: (() => void)[] = [];
  const stats = { invocations: 0, coldStarts: 0, errors: 0 };

  const acquire = async (): Promise<Sandbox> => {
    for (;;) {
      const warm = idle.pop();
      if (warm && !warm.dead) return warm;
      if (warm) all.delete(warm);
      else if (all.size < limit) {
        stats.coldStarts += 1;
        const fresh = startSandbox(definition, log);
        all.add(fresh);
        return fresh;
      } else await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  const release = (sandbox: Sandbox): void => {
    if (sandbox.dead) all.delete(sandbox);
    else idle.push(sandbox);
    waiting.shift()?.();
  };

  return {
    stats,
    invoke: async (event) => {
      stats.invocations += 1;
      const requestId = randomUUID();
      const sandbox = await acquire();
      try {
        const answer = await sandbox.run({ event, requestId });
        const bounded = Buffer.byteLength(answer.payload) > MAX_RESPONSE_BYTES ? TOO_LARGE : answer;
        if (bounded.failed) stats.errors += 1;
        return { ...bounded, requestId };
      } finally {
        release(sandbox);
      }
    },
    close: async () => {
      await Promise.all([...all].map((sandbox) => sandbox.close()));
    },
  };
};

const TOO_LARGE: FunctionAnswer = {
  payload: JSON.stringify({
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
  }),
  failed: true,
};

/**
 * The sandboxes of one function. Warm ones are reused, new ones start on demand up to a limit; further events
 * wait.
 */
import type { Sandbox } from "./sandbox.js";
import type { Invocation, Outcome } from "./sandbox-messages.js";

export type PoolStats = {
  readonly invocations: number;
  readonly errors: number;
  readonly coldStarts: number;
  readonly sandboxes: number;
  readonly waiting: number;
};

export type FunctionPool = {
  /** Never rejects. */
  run(invocation: Invocation): Promise<Outcome>;
  /** Starts a sandbox before the first event. */
  warm(): void;
  stats(): PoolStats;
  close(): Promise<void>;
};

/** A sandbox that is idle for this time is stopped, as on Lambda. */
const IDLE_LIMIT_MS = 10 * 60_000;
const CLOSED: Outcome = {
  failure: { errorType: "ServiceException", errorMessage: "the functions are being stopped" },
};

/** @param start creates a sandbox that calls `onEnd` when it has ended */
export const functionPool = (limit: number, start: (onEnd: () => void) => Sandbox): FunctionPool => {
  const all = new Set<Sandbox>();
  const idle = new Map<Sandbox, NodeJS.Timeout>();
  const waiting: (() => void)[] = [];
  const counts = { invocations: 0, errors: 0, coldStarts: 0 };
  let closed = false;

  const open = (): Sandbox => {
    counts.coldStarts += 1;
    const sandbox: Sandbox = start(() => {
      all.delete(sandbox);
      take(sandbox);
      waiting.shift()?.();
    });
    all.add(sandbox);
    return sandbox;
  };
  const take = (sandbox: Sandbox): Sandbox => {
    clearTimeout(idle.get(sandbox));
    idle.delete(sandbox);
    return sandbox;
  };
  // Prefers the sandbox used last, so that the others can become idle and stop.
  const free = (): Sandbox | undefined => {
    const sandbox = [...idle.keys()].reverse().find(({ alive }) => alive);
    if (sandbox !== undefined) return take(sandbox);
    return all.size < limit ? open() : undefined;
  };
  const release = (sandbox: Sandbox): void => {
    if (!sandbox.alive) return;
    idle.set(sandbox, setTimeout(() => void sandbox.stop(), IDLE_LIMIT_MS).unref());
    waiting.shift()?.();
  };

  const acquire = async (): Promise<Sandbox | undefined> => {
    for (;;) {
      if (closed) return undefined;
      const sandbox = free();
      if (sandbox !== undefined) return sandbox;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };

  return {
    run: async (invocation) => {
      counts.invocations += 1;
      const sandbox = await acquire();
      if (sandbox === undefined) return CLOSED;
      const outcome = await sandbox.run(invocation);
      release(sandbox);
      if ("failure" in outcome) counts.errors += 1;
      return outcome;
    },
    warm: () => {
      if (!closed && all.size === 0) release(open());
    },
    stats: () => ({ ...counts, sandboxes: all.size, waiting: waiting.length }),
    close: async () => {
      closed = true;
      for (const wake of waiting.splice(0)) wake();
      await Promise.all([...all].map((sandbox) => take(sandbox).stop()));
    },
  };
};

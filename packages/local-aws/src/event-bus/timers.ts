/** Injectable time: all waiting in the bus uses this, so that tests can control the clock. */
export interface Timers {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs once after the delay. The returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

const LONGEST_MS = 2 ** 31 - 1; // a longer setTimeout fires immediately

export const systemTimers: Timers = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      const stepMs = Math.min(Math.max(leftMs, 0), LONGEST_MS);
      timer = setTimeout(() => (leftMs > stepMs ? arm(leftMs - stepMs) : run()), stepMs);
    };
    arm(delayMs);
    return () => clearTimeout(timer);
  },
};

/** Waits for the delay. Returns `false` immediately when the signal is, or becomes, aborted. */
export const pause = (timers: Timers, delayMs: number, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const abort = (): void => {
      cancel();
      resolve(false);
    };
    const cancel = timers.after(delayMs, () => {
      signal.removeEventListener("abort", abort);
      resolve(true);
    });
    signal.addEventListener("abort", abort, { once: true });
  });

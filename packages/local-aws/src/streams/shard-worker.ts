/**
 * Polling loops and idle detection. A worker is idle if it looked for work after `idle` was called and found
 * none.
 */
import type { Timers } from "../event-bus/timers.js";

export class ShardWorkers {
  readonly #timers: Timers;
  readonly #signal: AbortSignal;
  readonly #workers = new Set<ShardWorker>();
  #questions: { readonly asked: number; answer(): void }[] = [];
  #ticks = 0;

  constructor(timers: Timers, signal: AbortSignal) {
    this.#timers = timers;
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#answerAll(), { once: true });
  }

  open(): ShardWorker {
    const worker = new ShardWorker(this.#timers, this.#signal, () => this.#check());
    this.#workers.add(worker);
    return worker;
  }

  close(worker: ShardWorker): void {
    this.#workers.delete(worker);
    this.#check();
  }

  /** Increases with each call. Distinguishes polls before an `idle` call from polls after it. */
  tick(): number {
    return ++this.#ticks;
  }

  /** Whether a caller waits until all workers are idle. */
  get isAsked(): boolean {
    return this.#questions.length > 0;
  }

  /** Resolves when all workers are idle, or when the signal aborts them. */
  idle(): Promise<void> {
    if (this.#signal.aborted) return Promise.resolve();
    return new Promise((answer) => {
      this.#questions.push({ asked: this.tick(), answer });
      for (const worker of this.#workers) worker.wake();
      this.#check();
    });
  }

  #check(): void {
    const rest = Math.min(...[...this.#workers].map(({ restedAt }) => restedAt));
    const answered = this.#questions.filter(({ asked }) => asked < rest);
    this.#questions = this.#questions.filter(({ asked }) => asked >= rest);
    for (const { answer } of answered) answer();
  }

  #answerAll(): void {
    for (const { answer } of this.#questions.splice(0)) answer();
  }
}

export class ShardWorker {
  readonly #timers: Timers;
  readonly #signal: AbortSignal;
  readonly #rested: () => void;
  #restedAt = 0;
  #woken = false;
  #rouse: (() => void) | undefined;

  constructor(timers: Timers, signal: AbortSignal, rested: () => void) {
    this.#timers = timers;
    this.#signal = signal;
    this.#rested = rested;
  }

  get restedAt(): number {
    return this.#restedAt;
  }

  /** Records that the poll at this tick found no work. 0 means that there is work again. */
  restAt(tick: number): void {
    this.#restedAt = tick;
    this.#rested();
  }

  /** Ends the current sleep, or skips the next one. */
  wake(): void {
    this.#woken = true;
    this.#rouse?.();
  }

  async sleep(delayMs: number): Promise<void> {
    if (!this.#woken && !this.#signal.aborted)
      await new Promise<void>((resolve) => {
        const cancel = this.#timers.after(delayMs, resolve);
        this.#rouse = () => {
          cancel();
          resolve();
        };
        this.#signal.addEventListener("abort", this.#rouse, { once: true });
      });
    if (this.#rouse !== undefined) this.#signal.removeEventListener("abort", this.#rouse);
    this.#rouse = undefined;
    this.#woken = false;
  }
}

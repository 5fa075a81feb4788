/**
 * Loops that wait for work, and the question whether all of them have come to rest. A worker is at rest when
 * it has looked for work, after the question was asked, and found none.
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

  /** Rises with each call: tells what was looked up before a question from what was looked up after it. */
  tick(): number {
    return ++this.#ticks;
  }

  /** Resolves when all workers are at rest, or when the signal ends them. */
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

  /** Says that a look at this tick found no work; 0 says that there is some again. */
  restAt(tick: number): void {
    this.#restedAt = tick;
    this.#rested();
  }

  /** Ends the current sleep, or else the next one at once. */
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

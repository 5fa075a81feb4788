/** Runs the enabled scheduled rules. Only the default bus has them, so a rule's name is unique. */
import type { Rule } from "./bus-registry.js";
import type { Timers } from "./timers.js";

export class Schedules {
  readonly #timers: Timers;
  readonly #run: (ruleName: string) => void;
  readonly #waiting = new Map<string, () => void>();

  constructor(timers: Timers, run: (ruleName: string) => void) {
    this.#timers = timers;
    this.#run = run;
  }

  /** Schedules the current version of a rule. Intervals of a changed rule start now. */
  follow(rule: Rule): void {
    this.forget(rule);
    if (rule.enabled) this.#await(rule, this.#timers.now());
  }

  forget({ name }: Pick<Rule, "name">): void {
    this.#waiting.get(name)?.();
    this.#waiting.delete(name);
  }

  close(): void {
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  #await(rule: Rule, afterMs: number): void {
    let next = rule.schedule?.compiled.next(afterMs);
    // Runs that were missed while the machine slept are skipped.
    while (next !== undefined && next < this.#timers.now()) next = rule.schedule?.compiled.next(next);
    if (next === undefined) return;
    const planned = next;
    const fire = (): void => {
      // Based on the planned time, not the timer's, so that a rate does not drift.
      this.#await(rule, planned);
      this.#run(rule.name);
    };
    this.#waiting.set(rule.name, this.#timers.after(planned - this.#timers.now(), fire));
  }
}

/** The injected faults of a service: which calls they affect, and how often. */

export interface PlannedFault {
  /** How many more calls are affected. Infinity: all calls until the faults are replaced. */
  readonly times: number;
  /** Affects only the first of so many matching calls in turn. Default: every call. */
  readonly every?: number;
  /** How many matching calls pass before the first one is affected. Default: none. */
  readonly after?: number;
}

interface Entry<Fault> {
  readonly fault: Fault;
  seen: number;
  left: number;
}

export class FaultList<Fault extends PlannedFault> {
  #entries: readonly Entry<Fault>[] = [];

  replace(faults: readonly Fault[]): void {
    this.#entries = faults.map((fault) => ({ fault, seen: 0, left: fault.times }));
  }

  /** All faults with the times that are left, including those that are used up. */
  planned(): readonly Fault[] {
    return this.#entries.map(({ fault, left }) => ({ ...fault, times: left }));
  }

  /** Returns the first fault that affects this call, and counts it as used once. */
  take<Wanted extends Fault = Fault>(
    fits: (fault: Fault) => fault is Wanted = (_): _ is Wanted => true,
  ): Wanted | undefined {
    for (const entry of this.#entries) {
      if (entry.left <= 0 || !fits(entry.fault)) continue;
      const before = entry.seen - (entry.fault.after ?? 0);
      entry.seen += 1;
      if (before < 0 || before % (entry.fault.every ?? 1) !== 0) continue;
      entry.left -= 1;
      return entry.fault;
    }
    return undefined;
  }
}

/** `*` matches every name. */
export const matchesName = (pattern: string, name: string): boolean => pattern === "*" || pattern === name;

/** What a call costs the processor: interleaved rounds, of which the quickest counts, so that a busy machine disturbs least. */

export type Contender = {
  readonly name: string;
  readonly run: () => unknown;
  /** Fewer calls a round, for what takes long. */
  readonly share?: number;
};

/** Microseconds of CPU for a call of each, by name. */
export const cpuCosts = async (
  contenders: readonly Contender[],
  { rounds, calls }: { rounds: number; calls: number },
): Promise<ReadonlyMap<string, number>> => {
  const costs = new Map<string, number>();
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, run, share = 1 } of contenders) {
      const count = Math.ceil(calls * share);
      const before = process.cpuUsage();
      for (let call = 0; call < count; call += 1) await run();
      const { user, system } = process.cpuUsage(before);
      const cost = (user + system) / count;
      if (round > 0) costs.set(name, Math.min(cost, costs.get(name) ?? Number.POSITIVE_INFINITY));
    }
  }
  return costs;
};

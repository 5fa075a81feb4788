/**
 * CPU time of a call: rounds are interleaved and the fastest counts, to reduce the effect of a busy machine.
 */

export type Contender = {
  readonly name: string;
  readonly run: () => unknown;
  /** The fraction of the calls per round, for slow contenders. */
  readonly share?: number;
};

/** CPU microseconds per call, by name. */
export const cpuCosts = async (
  contenders: readonly Contender[],
  { rounds, calls }: { rounds: number; calls: number },
): Promise<ReadonlyMap<string, number>> => {
  const costs = new Map<string, number>();
  // The first round is a warm-up.
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

/** Chance that can be repeated: the same seed gives the same day. */
export type Chance = {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
  /** One of `values`, as often as its weight says. */
  weighted<T>(values: readonly (readonly [T, number])[]): T;
  happens(probability: number): boolean;
};

// mulberry32 (Tommy Ettinger, public domain): 32 bits of state are enough for a story.
export const chance = (seed: number): Chance => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit) => Math.floor(next() * limit),
    happens: (probability) => next() < probability,
    weighted: (values) => {
      let left = next() * values.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of values) {
        left -= weight;
        if (left < 0) return value;
      }
      throw new Error("there is nothing to choose from");
    },
  };
};

/** The Mann-Whitney test of two samples: whether one of them tends to be longer. */

/** z of the rank sum, with the correction for ties. Near 0 if the samples cannot be distinguished. */
export const mannWhitneyZ = (one: readonly number[], other: readonly number[]): number => {
  const all = [
    ...one.map((value) => ({ value, first: true })),
    ...other.map((value) => ({ value, first: false })),
  ];
  all.sort((left, right) => left.value - right.value);
  let ranks = 0;
  let ties = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.value === all[start]?.value) end += 1;
    const size = end - start;
    ranks += all.slice(start, end).filter(({ first }) => first).length * ((start + 1 + end) / 2);
    ties += size ** 3 - size;
    start = end;
  }
  const [m, n, total] = [one.length, other.length, all.length];
  const expected = (m * (total + 1)) / 2;
  const variance = ((m * n) / 12) * (total + 1 - ties / (total * (total - 1)));
  return variance === 0 ? 0 : (ranks - expected) / Math.sqrt(variance);
};

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

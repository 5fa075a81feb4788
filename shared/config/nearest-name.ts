/** The known name that a misspelt one probably means. */
const MOST_TYPOS = 3;

/** Undefined if every known name is more than three edits away. */
export const nearestName = (name: string, known: readonly string[]): string | undefined => {
  const [nearest] = known
    .map((each) => ({ each, edits: edits(name.toLowerCase(), each.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits);
  return nearest === undefined || nearest.edits > MOST_TYPOS ? undefined : nearest.each;
};

/** The number of changed, added or removed characters (Levenshtein distance). */
const edits = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [at, char] of [...from].entries()) {
    const next = [at + 1];
    for (const [index, wanted] of [...to].entries()) {
      const [left = 0, up = 0, corner = 0] = [next[index], row[index + 1], row[index]];
      next.push(Math.min(left + 1, up + 1, corner + (char === wanted ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};

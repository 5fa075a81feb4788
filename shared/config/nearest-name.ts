/** The known name that a misspelt one probably means. */
import { distance } from "fastest-levenshtein";

const MOST_TYPOS = 3;

/** Undefined if every known name is more than `most` edits away. */
export const nearestName = (
  name: string,
  known: readonly string[],
  most = MOST_TYPOS,
): string | undefined => {
  const [nearest] = known
    .map((each) => ({ each, edits: distance(name.toLowerCase(), each.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits);
  return nearest === undefined || nearest.edits > most ? undefined : nearest.each;
};

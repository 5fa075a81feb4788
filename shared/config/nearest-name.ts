/** The known name that a misspelt one probably means. */
import { distance } from "fastest-levenshtein";

const MOST_TYPOS = 3;

/** `name`, with the letter at `index` and the next one in the other's place. */
const swapped = (name: string, index: number): string =>
  `${name.slice(0, index)}${name.charAt(index + 1)}${name.charAt(index)}${name.slice(index + 2)}`;

/** Two neighbouring letters in the other's place are one edit, once in a name. */
const edits = (name: string, known: string): number =>
  Math.min(
    distance(name, known),
    ...[...name].slice(1).map((_, index) => 1 + distance(swapped(name, index), known)),
  );

/** Undefined if every known name is more than `most` edits away. */
export const nearestName = (
  name: string,
  known: readonly string[],
  most = MOST_TYPOS,
): string | undefined => {
  const [nearest] = known
    .map((each) => ({ each, edits: edits(name.toLowerCase(), each.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits);
  return nearest === undefined || nearest.edits > most ? undefined : nearest.each;
};

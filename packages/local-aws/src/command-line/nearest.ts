import { closest, distance } from "fastest-levenshtein";

/** The known name that a misspelt name probably means. Undefined if more than `most` letters differ from every known name. */
export const nearest = (
  name: string,
  known: readonly string[],
  most = Number.POSITIVE_INFINITY,
): string | undefined => {
  if (known.length === 0) return undefined;
  const found = closest(name, known);
  return distance(name, found) > most ? undefined : found;
};

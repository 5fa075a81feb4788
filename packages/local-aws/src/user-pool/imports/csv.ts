/**
 * The file format of a user import: comma-separated UTF-8 without a byte order mark. A backslash escapes a
 * comma in a value. Quotation marks have no special meaning. (Developer guide, "Formatting the CSV file".)
 */

/** Returns undefined for a malformed file. The last line may end with a line feed. */
export function linesOf(file: Buffer): string[] | undefined {
  const text = decoded(file);
  if (text === undefined || text.startsWith("\uFEFF")) return undefined;
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function decoded(file: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file);
  } catch {
    return undefined;
  }
}

export const valuesOf = (line: string): string[] =>
  line.split(/(?<!\\),/).map((value) => value.replaceAll("\\,", ","));

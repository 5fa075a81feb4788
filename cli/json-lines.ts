/** Reads files with one JSON value per line. */

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { UsageError } from "local-aws/command-line";

/**
 * Yields the values, undefined for a line that is not JSON. Blank lines count but are skipped.
 * @throws UsageError if the file cannot be read.
 */
export async function* jsonLines(
  file: string,
): AsyncGenerator<{ readonly line: number; readonly value: unknown }> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`FILE cannot be read: ${file}`);
  let line = 0;
  const input = createReadStream(file);
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() !== "") yield { line, value: parsed(text) };
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

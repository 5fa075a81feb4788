/**
 * The format of the data file: JSON lines, `[key, value]` to set and `[key]` to remove. The last line of a
 * key wins. The file is read in pieces, so that a large file is never completely in memory.
 */

import { createReadStream } from "node:fs";
import { LocalAwsError } from "../../local-aws-error.js";

export type JournalEntry = readonly [key: string, value: unknown];

export interface ReadJournal {
  /** In the order in which the keys first appeared. */
  readonly values: Map<string, unknown>;
  /** The number of lines, including replaced ones. */
  readonly lines: number;
  /** The length of all complete lines. The rest is a line that a crash cut short. */
  readonly bytes: number;
}

export const journalLine = (key: string, value: unknown): string =>
  `${JSON.stringify(value === undefined ? [key] : [key, value])}\n`;

/** Converts a value of the file to the value to keep. */
export type Revive = (key: string, value: unknown) => unknown;

/** A missing file counts as empty. Throws if a complete line is not JSON. */
export async function readJournal(file: string, revive: Revive = (_, value) => value): Promise<ReadJournal> {
  const values = new Map<string, unknown>();
  let lines = 0;
  let bytes = 0;
  for await (const line of wholeLines(file)) {
    lines += 1;
    bytes += line.length + 1;
    const parsed = parseLine(line, lines);
    if (!Array.isArray(parsed) || typeof parsed[0] !== "string") continue;
    if (parsed.length === 1) values.delete(parsed[0]);
    else values.set(parsed[0], revive(parsed[0], parsed[1]));
  }
  return { values, lines, bytes };
}

/** Yields the lines of the entries, many per piece. */
export async function* journalPieces(entries: Iterable<JournalEntry>): AsyncGenerator<Buffer> {
  let piece = "";
  for (const [key, value] of entries) {
    piece += journalLine(key, value);
    if (piece.length < pieceLength) continue;
    yield Buffer.from(piece);
    piece = "";
  }
  if (piece !== "") yield Buffer.from(piece);
}

const pieceLength = 256 * 1024;
const newline = 0x0a;

async function* wholeLines(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: pieceLength })) {
      const text = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
      let start = 0;
      for (let end = text.indexOf(newline); end >= 0; end = text.indexOf(newline, start)) {
        yield text.subarray(start, end);
        start = end + 1;
      }
      rest = text.subarray(start);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function parseLine(line: Buffer, number: number): unknown {
  try {
    return JSON.parse(line.toString("utf8"));
  } catch (error) {
    throw new LocalAwsError(`The data file is damaged at line ${number}; start with --fresh to delete it`, {
      cause: error,
    });
  }
}

/**
 * What survives a restart: an append-only file of JSON lines, `[key, value]` to set and `[key]` to remove; the
 * last line of a key wins. Changes of one key within the debounce time are written once, so the cost of a
 * sign-in does not grow with the number of users. Opening the file rewrites it compactly through a temporary
 * file and a rename; a last line torn by a crash is dropped.
 */
import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

export interface Journal {
  /** Every value that was in the file when it was opened, by key. */
  readonly restored: ReadonlyMap<string, unknown>;
  /** `read` is called when the change is written; undefined removes the key. */
  record(key: string, read: () => unknown): void;
  /** Writes what is pending and ends the journal. Rejects if a write failed. */
  close(): Promise<void>;
}

export const memoryJournal = (): Journal => ({
  restored: new Map(),
  record: () => {},
  close: async () => {},
});

export async function openJournal(file: string, debounceMs = 100): Promise<Journal> {
  await mkdir(dirname(file), { recursive: true });
  const restored = parseLines(await readIfPresent(file));
  await rewrite(file, restored);
  return new FileJournal(file, restored, debounceMs);
}

class FileJournal implements Journal {
  readonly restored: ReadonlyMap<string, unknown>;
  readonly #file: string;
  readonly #debounceMs: number;
  readonly #pending = new Map<string, () => unknown>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: string, restored: ReadonlyMap<string, unknown>, debounceMs: number) {
    this.#file = file;
    this.restored = restored;
    this.#debounceMs = debounceMs;
  }

  record(key: string, read: () => unknown): void {
    this.#pending.set(key, read);
    this.#timer ??= setTimeout(() => this.#flush(), this.#debounceMs);
  }

  async close(): Promise<void> {
    this.#flush();
    await this.#writing;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.size === 0) return;
    const lines = [...this.#pending].map(([key, read]) => line(key, read())).join("");
    this.#pending.clear();
    this.#writing = this.#writing.then(() => appendFile(this.#file, lines, { mode: 0o600 }));
    // The failure is reported by close(); until then it must not end the process as an unhandled rejection.
    this.#writing.catch(() => {});
  }
}

const line = (key: string, value: unknown): string =>
  `${JSON.stringify(value === undefined ? [key] : [key, value])}\n`;

async function readIfPresent(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

function parseLines(text: string): Map<string, unknown> {
  const values = new Map<string, unknown>();
  const lines = text.split("\n");
  // What follows the last newline is empty, or a line that a crash cut short.
  lines.pop();
  for (const [index, entry] of lines.entries()) {
    const parsed: unknown = parseLine(entry, index + 1);
    if (!Array.isArray(parsed) || typeof parsed[0] !== "string") continue;
    if (parsed.length === 1) values.delete(parsed[0]);
    else values.set(parsed[0], parsed[1]);
  }
  return values;
}

function parseLine(entry: string, number: number): unknown {
  try {
    return JSON.parse(entry);
  } catch (error) {
    throw new Error(`The data file is damaged at line ${number}; start with --fresh to leave it behind`, {
      cause: error,
    });
  }
}

async function rewrite(file: string, values: ReadonlyMap<string, unknown>): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, [...values].map(([key, value]) => line(key, value)).join(""), { mode: 0o600 });
  await rename(temporary, file);
}

/**
 * Persists changes by appending them to a file. Changes of one key within the debounce time are written once,
 * so the cost of a sign-in does not grow with the number of users. The file is compacted at twice the size of
 * its live values.
 */
import { type JournalFile, openJournalFile } from "./journal-file.js";
import { type JournalEntry, journalLine, type Revive } from "./journal-lines.js";

export interface Journal {
  /** `read` is called when the change is written. Undefined removes the key. */
  record(key: string, read: () => unknown): void;
  /** Sets the source of all live values. Until then, the file is not compacted. */
  compactFrom(live: () => Iterable<JournalEntry>): void;
  /** Writes pending changes and ends the journal. Rejects if a write failed. */
  close(): Promise<void>;
}

export const memoryJournal = (): Journal => ({
  record: () => {},
  compactFrom: () => {},
  close: async () => {},
});

export interface JournalOptions {
  readonly debounceMs?: number;
  /** Called for each line while the file is read, so that unneeded values do not accumulate. */
  readonly revive?: Revive;
  /** How much the file may grow beyond the live values, however few they are. */
  readonly slackBytes?: number;
  /** Called at once if a write fails. After a lost change, no other change is written. */
  readonly onFailure?: (error: unknown) => void;
}

export interface OpenedJournal {
  readonly journal: Journal;
  /**
   * Every value of the file by key, in the order of the first lines. The caller owns the map and may clear
   * it.
   */
  readonly restored: Map<string, unknown>;
}

const defaultSlackBytes = 4 * 1024 * 1024;

export async function openJournal(path: string, options: JournalOptions = {}): Promise<OpenedJournal> {
  const { file, values } = await openJournalFile(
    path,
    options.slackBytes ?? defaultSlackBytes,
    options.revive,
  );
  return { journal: new FileJournal(file, options), restored: values };
}

class FileJournal implements Journal {
  readonly #file: JournalFile;
  readonly #debounceMs: number;
  readonly #onFailure: (error: unknown) => void;
  readonly #pending = new Map<string, () => unknown>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #compaction: Promise<void> = Promise.resolve();
  #live: (() => Iterable<JournalEntry>) | undefined;

  constructor(file: JournalFile, { debounceMs = 100, onFailure = () => {} }: JournalOptions) {
    this.#file = file;
    this.#debounceMs = debounceMs;
    this.#onFailure = onFailure;
  }

  record(key: string, read: () => unknown): void {
    this.#pending.set(key, read);
    this.#timer ??= setTimeout(() => this.#flush(), this.#debounceMs);
  }

  compactFrom(live: () => Iterable<JournalEntry>): void {
    this.#live = live;
    this.#compactIfGrown();
  }

  async close(): Promise<void> {
    this.#flush();
    try {
      await this.#writing;
    } finally {
      this.#live = undefined;
      await this.#compaction;
      await this.#file.close();
    }
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.size === 0) return;
    const lines = Buffer.from([...this.#pending].map(([key, read]) => journalLine(key, read())).join(""));
    this.#pending.clear();
    this.#writing = this.#writing.then(() => this.#append(lines));
    // close() also reports the failure. Until then it must not end the process as an unhandled rejection.
    this.#writing.catch(() => {});
  }

  async #append(lines: Buffer): Promise<void> {
    try {
      await this.#file.append(lines);
    } catch (error) {
      this.#onFailure(error);
      throw error;
    }
    this.#compactIfGrown();
  }

  #compactIfGrown(): void {
    if (!this.#live || !this.#file.hasGrown) return;
    const compacted = this.#file.compact(this.#live(), (work) => this.#exclusively(work));
    this.#compaction = compacted.catch(this.#onFailure);
  }

  /** Runs the work between two appends. If it fails, later appends still run. */
  #exclusively(work: () => Promise<void>): Promise<void> {
    const before = this.#writing;
    const done = before.then(work);
    this.#writing = done.catch(() => before);
    this.#writing.catch(() => {});
    return done;
  }
}

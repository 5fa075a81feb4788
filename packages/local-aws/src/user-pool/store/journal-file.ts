/**
 * The data file, open for appending. Compaction writes the live values to a second file while the first still
 * grows, and then renames the second over the first. If the process is killed, one complete file is always
 * left.
 */
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import {
  type JournalEntry,
  journalPieces,
  type ReadJournal,
  type Revive,
  readJournal,
} from "./journal-lines.js";

/** Runs the work while nothing is being appended. */
type Exclusively = (work: () => Promise<void>) => Promise<void>;

export interface OpenedFile {
  readonly file: JournalFile;
  /** Every value of the file, by key. */
  readonly values: Map<string, unknown>;
}

/** @param slackBytes how much the file may grow beyond the live values, however few they are */
export async function openJournalFile(
  path: string,
  slackBytes: number,
  revive?: Revive,
): Promise<OpenedFile> {
  await mkdir(dirname(path), { recursive: true });
  await rm(beside(path), { force: true });
  const read = await readJournal(path, revive);
  const handle = await open(path, "a", 0o600);
  await handle.chmod(0o600);
  // Removes a line that a crash cut short. Otherwise the next line would continue it.
  await handle.truncate(read.bytes);
  return { file: new JournalFile(path, handle, read, slackBytes), values: read.values };
}

const beside = (path: string): string => `${path}.tmp`;

export class JournalFile {
  readonly #path: string;
  readonly #slackBytes: number;
  #handle: FileHandle;
  #bytes: number;
  #mostBytes: number;
  /** The lines appended since the running compaction began. */
  #since: Buffer[] | undefined;

  constructor(path: string, handle: FileHandle, { values, lines, bytes }: ReadJournal, slackBytes: number) {
    this.#path = path;
    this.#slackBytes = slackBytes;
    this.#handle = handle;
    this.#bytes = bytes;
    this.#mostBytes = this.#mostFor(lines === 0 ? 0 : bytes * (values.size / lines));
  }

  /** Whether the file exceeds its limit and no compaction is running. */
  get hasGrown(): boolean {
    return this.#since === undefined && this.#bytes > this.#mostBytes;
  }

  /** Callers must await each append before the next. */
  async append(lines: Buffer): Promise<void> {
    await this.#handle.appendFile(lines);
    this.#bytes += lines.length;
    this.#since?.push(lines);
  }

  /** Must be called while nothing is being appended. If it rejects, the file is unchanged. */
  async compact(live: Iterable<JournalEntry>, exclusively: Exclusively): Promise<void> {
    this.#since = [];
    const path = beside(this.#path);
    const old = this.#handle;
    try {
      const next = await open(path, "a", 0o600);
      try {
        let bytes = 0;
        for await (const piece of journalPieces(live)) {
          await next.appendFile(piece);
          bytes += piece.length;
        }
        await next.sync();
        await exclusively(() => this.#replaceBy(next, bytes));
      } finally {
        await (this.#handle === next ? old : next).close();
      }
    } catch (error) {
      // Prevents another attempt at every append.
      this.#mostBytes = this.#mostFor(this.#bytes);
      await rm(path, { force: true });
      throw error;
    } finally {
      this.#since = undefined;
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #replaceBy(next: FileHandle, liveBytes: number): Promise<void> {
    const since = Buffer.concat(this.#since ?? []);
    await next.appendFile(since);
    await next.sync();
    await rename(beside(this.#path), this.#path);
    this.#handle = next;
    this.#bytes = liveBytes + since.length;
    this.#mostBytes = this.#mostFor(liveBytes);
  }

  #mostFor(liveBytes: number): number {
    return liveBytes + Math.max(liveBytes, this.#slackBytes);
  }
}

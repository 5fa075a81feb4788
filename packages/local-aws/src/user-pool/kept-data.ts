/** The data folder of the command, with users and keys. A lock limits it to one process at a time. */
import { mkdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { UsageError } from "../command-line/usage.js";
import { lockHolder, lockWithin } from "../data-folder/lock.js";

/** Relative to the working directory of the command. */
const USUAL_FOLDER = join(".local", "user-pool");

/** A process that was told to end needs a moment; npm does not wait for it. */
const PATIENCE_MS = 3000;

export interface KeptData {
  /** Undefined if no data is kept. */
  readonly dataFile?: string;
  readonly limitations: readonly string[];
  /** Releases the lock of the folder. */
  readonly release: () => Promise<void>;
}

/**
 * With --fresh and without --data, a start keeps no data if the default folder is in use. It has nothing to
 * lose, and parallel starts, as in tests, must not fail. @throws UsageError if another process uses the
 * folder
 */
export const keptData = async (
  folder: string | undefined,
  fresh: boolean,
  usualFolder = USUAL_FOLDER,
): Promise<KeptData> => {
  const path = folder ?? usualFolder;
  await mkdir(path, { recursive: true });
  const lockFolder = join(path, "lock");
  const release = await lockWithin(lockFolder, PATIENCE_MS);
  if (release === undefined) {
    const inUse = `${relative(".", path) || "."} is in use by process ${await lockHolder(lockFolder)}`;
    if (folder !== undefined || !fresh)
      throw new UsageError(`${inUse}; stop it, or choose another folder with --data`);
    return { limitations: [`${inUse}: no data is kept`], release: async () => {} };
  }
  const dataFile = join(path, "user-pool.jsonl");
  if (fresh) await rm(dataFile, { force: true });
  return { dataFile, limitations: [], release };
};

/** Where the command keeps users and keys: a folder that one process at a time has to itself. */
import { mkdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { UsageError } from "../command-line/usage.js";
import { lockHolder, lockWithin } from "../data-folder/lock.js";

/** Below the folder that the command was started in. */
const USUAL_FOLDER = join(".local", "user-pool");

/** A process that was told to end needs a moment; npm does not wait for it. */
const PATIENCE_MS = 3000;

export interface KeptData {
  /** Left out when nothing is kept. */
  readonly dataFile?: string;
  readonly limitations: readonly string[];
  /** Lets the next process have the folder. */
  readonly release: () => Promise<void>;
}

/**
 * A fresh start that names no folder and finds the usual one in use keeps nothing: it has nothing to lose, and starts side
 * by side, as tests do, must not fail. @throws UsageError when another process has the folder.
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
    if (folder !== undefined || !fresh) throw new UsageError(`${inUse}; end it, or name another with --data`);
    return { limitations: [`${inUse}: nothing is kept`], release: async () => {} };
  }
  const dataFile = join(path, "user-pool.jsonl");
  if (fresh) await rm(dataFile, { force: true });
  return { dataFile, limitations: [], release };
};

/** The folder in which a stack keeps what happened. Only one that a stack has made is ever emptied. */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const MARK = ".identity-lifecycle";

/** @throws Error when `fresh` would delete a folder that holds something else. */
export const openDataFolder = async (folder: string, fresh: boolean): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const entries = await readdir(folder);
  if (fresh && entries.length > 0) {
    if (!entries.includes(MARK))
      throw new Error(`${folder} was not made by an earlier start: it is not deleted.`);
    for (const entry of entries) await rm(join(folder, entry), { recursive: true, force: true });
  }
  await writeFile(join(folder, MARK), "");
};

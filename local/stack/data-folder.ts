/**
 * The data folder of a stack. Only one stack at a time may use it. Only a folder that a stack has created is ever
 * emptied.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lockHolder, lockWithin } from "local-aws/data-folder";
import type { StackDescription } from "./description.js";

const MARK = ".identity-lifecycle";
const LOCK = "lock";
const NOTE = "stack.json";

/** A stack needs a moment to end, and npm does not wait for it. */
const PATIENCE_MS = 3000;

export type DataFolder = {
  /** Writes the description of the running stack for the other commands. */
  note(description: StackDescription): Promise<void>;
  /** Releases the folder for the next stack. */
  close(): Promise<void>;
};

/** @throws Error if a stack uses the folder, or if `fresh` would delete a folder with other content. */
export const openDataFolder = async (folder: string, fresh: boolean): Promise<DataFolder> => {
  await mkdir(folder, { recursive: true });
  const release = await lockWithin(join(folder, LOCK), PATIENCE_MS);
  if (!release) throw new Error(await inUse(folder));
  const noteFile = join(folder, NOTE);
  try {
    if (fresh) await empty(folder);
    await writeFile(join(folder, MARK), "");
    await rm(noteFile, { force: true });
  } catch (error) {
    await release();
    throw error;
  }
  return {
    note: (description) => writeFile(noteFile, JSON.stringify(description)),
    close: async () => {
      await rm(noteFile, { force: true });
      await release();
    },
  };
};

const empty = async (folder: string): Promise<void> => {
  const entries = (await readdir(folder)).filter((entry) => entry !== LOCK);
  if (entries.length === 0) return;
  if (!entries.includes(MARK))
    throw new Error(`${folder} was not made by an earlier start: it is not deleted.`);
  for (const entry of entries) await rm(join(folder, entry), { recursive: true, force: true });
};

const inUse = async (folder: string): Promise<string> => {
  const site = await readFile(join(folder, NOTE), "utf8")
    .then((note) => (JSON.parse(note) as StackDescription).urls.site)
    .catch(() => undefined);
  const state = site === undefined ? `${folder} is in use` : `already running at ${site}`;
  return `${state} (pid ${await lockHolder(join(folder, LOCK))}); --data takes another folder`;
};

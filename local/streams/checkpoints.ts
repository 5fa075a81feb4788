/** How far each shard was delivered, kept in one file that is replaced whole. */
import { readFile, rename, writeFile } from "node:fs/promises";

export type Checkpoints = {
  /** The sequence number of the last record that is done with. */
  last(shard: string): string | undefined;
  advance(shard: string, sequenceNumber: string): void;
  /** Resolves when everything so far is in the file. */
  save(): Promise<void>;
};

/** In memory when no file is named. */
export const openCheckpoints = async (file: string | undefined): Promise<Checkpoints> => {
  const shards = new Map(Object.entries(file === undefined ? {} : await read(file)));
  let writing: Promise<void> = Promise.resolve();
  let dirty = false;
  const write = async (target: string): Promise<void> => {
    if (!dirty) return;
    dirty = false;
    await writeFile(`${target}.new`, JSON.stringify(Object.fromEntries(shards)));
    await rename(`${target}.new`, target);
  };
  return {
    last: (shard) => shards.get(shard),
    advance: (shard, sequenceNumber) => {
      shards.set(shard, sequenceNumber);
      dirty = true;
      if (file === undefined) return;
      writing = writing.then(() => write(file));
      // Told to whoever saves; without a listener a full disk would end the process.
      writing.catch(() => undefined);
    },
    save: () => writing,
  };
};

const read = async (file: string): Promise<Record<string, string>> => {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
};

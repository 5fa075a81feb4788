/** A lock between processes: a folder is made by one of them only. What a dead process left behind is taken over. */
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 50;
/** A holder writes its number right after it made the folder. */
const UNNAMED_MS = 2000;

/** Waits for the lock; the answer releases it. */
export const lock = async (folder: string): Promise<() => Promise<void>> => {
  while (!(await taken(folder))) {
    if (await isAbandoned(folder)) await clearAway(folder);
    else await delay(POLL_MS);
  }
  await writeFile(join(folder, "pid"), String(process.pid));
  return () => rm(folder, { recursive: true, force: true });
};

const taken = async (folder: string): Promise<boolean> => {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
};

// Of several that find it abandoned one moves it; what the others then see is not what they judged.
const clearAway = async (folder: string): Promise<void> => {
  const aside = `${folder}.${process.pid}.${Date.now()}`;
  try {
    await rename(folder, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  await rm(aside, { recursive: true, force: true });
};

const isAbandoned = async (folder: string): Promise<boolean> => {
  const holder = Number(await readFile(join(folder, "pid"), "utf8").catch(() => ""));
  if (holder > 0) return !isAlive(holder);
  const age = await stat(folder).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > UNNAMED_MS;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** A lock between processes: a folder is made by one of them only. What a dead process left behind is taken over. */
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 50;
/** A holder writes its number right after it made the folder. */
const UNNAMED_MS = 2000;

type Release = () => Promise<void>;

/** Waits for the lock; the answer releases it. */
export const lock = async (folder: string): Promise<Release> => {
  for (;;) {
    const release = await tryLock(folder);
    if (release) return release;
    await delay(POLL_MS);
  }
};

/** The lock, unless somebody who is alive holds it for longer than this. */
export const lockWithin = async (folder: string, patienceMs: number): Promise<Release | undefined> => {
  const until = performance.now() + patienceMs;
  for (;;) {
    const release = await tryLock(folder);
    if (release || performance.now() >= until) return release;
    await delay(POLL_MS);
  }
};

const tryLock = async (folder: string): Promise<Release | undefined> => {
  if (!(await taken(folder))) {
    if (!(await isAbandoned(folder))) return undefined;
    await clearAway(folder);
    if (!(await taken(folder))) return undefined;
  }
  await writeFile(join(folder, "pid"), `${process.pid} ${await startOf(process.pid)}`);
  return () => rm(folder, { recursive: true, force: true });
};

/** The number of the process that holds the lock, 0 when it is not known. */
export const lockHolder = async (folder: string): Promise<number> => (await holderOf(folder)).pid;

const holderOf = async (folder: string): Promise<{ pid: number; start: string }> => {
  const [pid, start = ""] = (await readFile(join(folder, "pid"), "utf8").catch(() => "")).split(" ");
  return { pid: Number(pid), start };
};

/** Tells a process from a later one of the same number, which containers give again at each start. Linux only. */
const startOf = async (pid: number): Promise<string> => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
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
  const { pid, start } = await holderOf(folder);
  if (pid > 0) return !isAlive(pid) || (start !== "" && start !== (await startOf(pid)));
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

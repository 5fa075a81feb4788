/**
 * A lock between processes, made of a folder that only one of them can create. The lock of a dead process is
 * taken over.
 */
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 50;
/** Grace period: the holder writes its process id right after it created the folder. */
const UNNAMED_MS = 2000;

type Release = () => Promise<void>;

/** Waits for the lock. The returned function releases it. */
export const lock = async (folder: string): Promise<Release> => {
  for (;;) {
    const release = await tryLock(folder);
    if (release) return release;
    await delay(POLL_MS);
  }
};

/** Takes the lock. Returns undefined if a live process holds it for longer than this. */
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

/** Process id of the holder; 0 if unknown. */
export const lockHolder = async (folder: string): Promise<number> => (await holderOf(folder)).pid;

const holderOf = async (folder: string): Promise<{ pid: number; start: string }> => {
  const [pid, start = ""] = (await readFile(join(folder, "pid"), "utf8").catch(() => "")).split(" ");
  return { pid: Number(pid), start };
};

/**
 * Start time of a process. Distinguishes it from a later process with the same id: containers reuse ids at
 * each start. Linux only.
 */
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

// If several processes find the lock abandoned, only one rename succeeds. The others then see a different
// state and check again.
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

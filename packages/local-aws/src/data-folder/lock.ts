/**
 * A lock between processes, made of a folder that only one of them can create. The lock of a dead process is
 * taken over.
 */
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
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
  if (!(await taken(folder)) && !(await takenOver(folder))) return undefined;
  await writeFile(join(folder, "pid"), `${process.pid} ${await startOf(process.pid)}`);
  return () => removed(folder);
};

/**
 * Takes the lock of a dead process. Only one process at a time may do this: another one could remove the lock of the
 * process that was faster.
 */
const takenOver = async (folder: string): Promise<boolean> => {
  if (!(await isAbandoned(folder))) return false;
  const claim = `${folder}.claim`;
  if (!(await taken(claim))) {
    if ((await ageMs(claim)) > UNNAMED_MS) await removed(claim);
    return false;
  }
  try {
    if (!(await isAbandoned(folder))) return false;
    await removed(folder);
    return await taken(folder);
  } finally {
    await removed(claim);
  }
};

const removed = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

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

const isAbandoned = async (folder: string): Promise<boolean> => {
  const { pid, start } = await holderOf(folder);
  if (pid > 0) return !isAlive(pid) || (start !== "" && start !== (await startOf(pid)));
  return (await ageMs(folder)) > UNNAMED_MS;
};

const ageMs = (folder: string): Promise<number> =>
  stat(folder).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** CPU time and memory of a process and its child processes, from /proc (Linux). */
import { readdir, readFile } from "node:fs/promises";

export type Usage = {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly residentMiB: number;
  readonly cpuMs: number;
};

/** Milliseconds per clock tick: 100 ticks per second on every Linux that Node.js supports. */
const TICK_MS = 10;

const usageOf = async (pid: number): Promise<Usage | undefined> => {
  const [status, stat] = await Promise.all(
    ["status", "stat"].map((file) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "")),
  );
  if (!status || !stat) return undefined;
  const field = (name: string): string => new RegExp(`^${name}:\\s+(.+)$`, "m").exec(status)?.[1] ?? "";
  // proc(5): the state follows the name in parentheses; utime and stime are the 12th and 13th fields after
  // that.
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return {
    ...{ pid, parent: Number(field("PPid")), name: field("Name") },
    residentMiB: Number.parseInt(field("VmRSS"), 10) / 1024,
    cpuMs: (user + system) * TICK_MS,
  };
};

/** The process, then its current descendants. */
export const family = async (pid: number): Promise<Usage[]> => {
  const ids = (await readdir("/proc").catch(() => [])).map(Number).filter(Number.isInteger);
  const all = (await Promise.all(ids.map(usageOf))).filter((usage) => usage !== undefined);
  const members = new Set([pid]);
  for (let size = 0; size !== members.size; ) {
    size = members.size;
    for (const each of all) if (members.has(each.parent)) members.add(each.pid);
  }
  return all.filter((each) => members.has(each.pid)).sort((one, other) => one.pid - other.pid);
};

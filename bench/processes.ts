/** What a process and the processes that it started use, from /proc (Linux). */
import { readdir, readFile } from "node:fs/promises";

export type Usage = {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly residentMiB: number;
  readonly cpuMs: number;
};

/** Clock ticks a second: 100 on every Linux that Node runs on. */
const TICK_MS = 10;

const usageOf = async (pid: number): Promise<Usage | undefined> => {
  const [status, stat] = await Promise.all(
    ["status", "stat"].map((file) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "")),
  );
  if (!status || !stat) return undefined;
  const field = (name: string): string => new RegExp(`^${name}:\\s+(.+)$`, "m").exec(status)?.[1] ?? "";
  // proc(5): after the name in brackets come the state, and as 12th and 13th what follows it, utime and stime.
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

/** The process first, then those that it started and is still the parent of. */
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

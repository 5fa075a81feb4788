/** A long run in three parts: the rate per second, the CPU time per process, and memory in each part. */
import { availableParallelism } from "node:os";
import { ratio, type Table } from "./benchmark-page.js";
import type { Host } from "./migration-stage.js";
import { family, type Usage } from "./processes.js";

const THIRDS = 3;
/** Memory growth from the middle to the last part above this factor is a leak. */
const FLAT = 1.15;

export type SoakPart = {
  readonly perSecond: number;
  readonly members: readonly Usage[];
  readonly clientCpuMs: number;
  /** The number of retries. */
  readonly again: number;
};

/** Runs `work` for the users from `from` to `to`. `work` returns the number of retries. */
export const soak = async (
  host: Host,
  { from, to }: { readonly from: number; readonly to: number },
  work: (first: number, last: number) => Promise<number>,
): Promise<SoakPart[]> => {
  const size = Math.floor((to - from + 1) / THIRDS);
  const parts: SoakPart[] = [];
  for (let part = 0; part < THIRDS; part += 1) {
    const first = from + part * size;
    const last = part === THIRDS - 1 ? to : first + size - 1;
    const before = await family(host.pid);
    const [began, client] = [performance.now(), process.cpuUsage()];
    const again = await work(first, last);
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(client);
    const count = last - first + 1;
    const members = (await family(host.pid)).map((usage) => ({
      ...usage,
      cpuMs: (usage.cpuMs - (before.find(({ pid }) => pid === usage.pid)?.cpuMs ?? 0)) / count,
    }));
    parts.push({ perSecond: count / seconds, members, clientCpuMs: (user + system) / 1000 / count, again });
  }
  return parts;
};

const resident = ({ members }: SoakPart): number => members.reduce((sum, each) => sum + each.residentMiB, 0);

const cpuOf = ({ members, clientCpuMs }: SoakPart): { host: number; database: number; client: number } => {
  const [host, ...others] = members;
  const database = others.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  return { host: host?.cpuMs ?? Number.NaN, database, client: clientCpuMs };
};

/** The rate per second that all processors could reach if nothing else ran on the machine. */
const possiblePerSecond = (part: SoakPart): number => {
  const { host, database, client } = cpuOf(part);
  return (availableParallelism() * 1000) / (host + database + client);
};

/** Describes each exceeded budget. The rate by CPU time counts if other processes slowed down the run. */
export const verdictOf = (parts: readonly SoakPart[], budgetPerSecond: number): string[] => {
  const [, middle, last] = parts;
  const slowest = Math.min(...parts.map((part) => Math.max(part.perSecond, possiblePerSecond(part))));
  const growth = middle && last ? resident(last) / resident(middle) : Number.NaN;
  return [
    ...(slowest < budgetPerSecond
      ? [`${ratio(slowest, budgetPerSecond)} of the required rate per second`]
      : []),
    ...(growth > FLAT ? [`memory grew by ${growth.toFixed(2)} in the last part`] : []),
  ];
};

export const tableOf = (
  parts: readonly SoakPart[],
  { name, what, budgetPerSecond }: { name: string; what: string; budgetPerSecond: number },
): Table => {
  const [first] = parts;
  return {
    name,
    head: [
      "part",
      `${what} a second, of the budget`,
      "by CPU alone, of the budget",
      "CPU of one: host, database, client (ms)",
      "memory, against the first",
      "retries",
    ],
    rows: parts.map((part, index) => {
      const { host, database, client } = cpuOf(part);
      return [
        String(index + 1),
        ratio(part.perSecond, budgetPerSecond),
        ratio(possiblePerSecond(part), budgetPerSecond),
        [host, database, client].map((ms) => ms.toFixed(1)).join(", "),
        first ? ratio(resident(part), resident(first)) : "",
        String(part.again),
      ];
    }),
  };
};

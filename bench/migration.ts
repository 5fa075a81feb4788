/**
 * First logins through the endpoint: each migrates a person of the legacy system. How many a second
 * against the budget, whether the last third is as fast as the first, what memory does meanwhile, and
 * who uses the processors. A tenth of the triggers is delivered twice, and nobody may become two.
 */
import { parseArgs } from "node:util";
import { publish, ratio, type Table } from "./benchmark-page.js";
import { signInAll } from "./first-logins.js";
import { migrated } from "./migrated-people.js";
import { type Host, openHost, repeatTriggers } from "./migration-stage.js";
import { family, type Usage } from "./processes.js";

const BUDGET_PER_SECOND = 120;
/** A last third that needs more memory than this against the middle one is a leak. */
const FLAT = 1.15;
const THIRDS = 3;

type Third = {
  readonly perSecond: number;
  readonly members: readonly Usage[];
  readonly clientCpuMs: number;
  /** Sign-ins that were told to try again. */
  readonly again: number;
};

export const migration = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      logins: { type: "string", default: "900" },
      "hash-cost": { type: "string", default: "2" },
      strict: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  const logins = Math.max(30, Number(values.logins));
  const host = await openHost(logins, values["hash-cost"]);
  try {
    await repeatTriggers(host.description, Math.floor(logins / 10));
    const warm = Math.ceil(logins / 10);
    await signInAll(host.description, 1, warm);
    const thirds = await inThirds(host, warm + 1, logins);
    const over = [...verdictOf(thirds), ...(await migrated(host.description, logins))];
    await publish(tableOf(thirds), values.write);
    if (over.length > 0) console.error(`  over the budget: ${over.join("; ")}`);
    if (over.length > 0 && values.strict) process.exitCode = 1;
  } finally {
    await host.stop();
  }
};

const inThirds = async (host: Host, from: number, to: number): Promise<Third[]> => {
  const size = Math.floor((to - from + 1) / THIRDS);
  const thirds: Third[] = [];
  for (let third = 0; third < THIRDS; third += 1) {
    const first = from + third * size;
    const last = third === THIRDS - 1 ? to : first + size - 1;
    const before = await family(host.pid);
    const [began, client] = [performance.now(), process.cpuUsage()];
    const again = await signInAll(host.description, first, last);
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(client);
    const count = last - first + 1;
    const members = (await family(host.pid)).map((usage) => ({
      ...usage,
      cpuMs: (usage.cpuMs - (before.find(({ pid }) => pid === usage.pid)?.cpuMs ?? 0)) / count,
    }));
    thirds.push({ perSecond: count / seconds, members, clientCpuMs: (user + system) / 1000 / count, again });
  }
  return thirds;
};

const resident = ({ members }: Third): number => members.reduce((sum, each) => sum + each.residentMiB, 0);

const verdictOf = (thirds: readonly Third[]): string[] => {
  const [, middle, last] = thirds;
  const slowest = Math.min(...thirds.map(({ perSecond }) => perSecond));
  const growth = middle && last ? resident(last) / resident(middle) : Number.NaN;
  return [
    ...(slowest < BUDGET_PER_SECOND
      ? [`${ratio(slowest, BUDGET_PER_SECOND)} of the first logins a second`]
      : []),
    ...(growth > FLAT ? [`memory grew by ${growth.toFixed(2)} in the last third`] : []),
  ];
};

const tableOf = (thirds: readonly Third[]): Table => {
  const [first] = thirds;
  return {
    name: "migration",
    head: [
      "third",
      "first logins a second, of the budget",
      "CPU a login: host, database, client (ms)",
      "memory, against the first",
      "told to try again",
    ],
    rows: thirds.map((third, index) => {
      const [host, ...others] = third.members;
      const database = others.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
      return [
        String(index + 1),
        ratio(third.perSecond, BUDGET_PER_SECOND),
        [host?.cpuMs ?? Number.NaN, database, third.clientCpuMs].map((ms) => ms.toFixed(1)).join(", "),
        first ? ratio(resident(third), resident(first)) : "",
        String(third.again),
      ];
    }),
  };
};

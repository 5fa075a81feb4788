/**
 * How the cost of a request grows with what a customer has: the DynamoDB calls that wait for each other, the units and the
 * CPU time in a small and in a large world, on the tables of the template.
 */
import { flag, wholeNumber } from "local-aws/command-line";
import { BOUNDS, benchmark } from "./benchmark.js";
import { publish, ratio } from "./benchmark-page.js";
import { longestChain, unitsOf } from "./call-chain.js";
import { CASES, type GrowthCase } from "./growth-cases.js";
import { type GrowthStage, openGrowthStage } from "./growth-stage.js";
import { fillWorld, SIZES, type Size } from "./growth-worlds.js";

type Cost = { readonly calls: number; readonly reads: number; readonly writes: number; readonly cpu: number };
type Measured = { readonly each: GrowthCase; readonly costs: Readonly<Record<Size, Cost>> };

const WORLDS: readonly Size[] = ["small", "large"];

export const growth = benchmark(
  {
    rounds: wholeNumber("timed rounds", 3, BOUNDS),
    requests: wholeNumber("requests in a round", 5, BOUNDS),
    write: flag("write the table into docs/benchmarks.md"),
  },
  async ({ rounds, requests, write }) => {
    const stage = await openGrowthStage();
    try {
      for (const size of WORLDS) await fillWorld(stage, size);
      const found: Measured[] = [];
      for (const each of CASES) found.push(await measured(stage, each, { rounds, requests }));
      await publish({ name: "growth", head: HEAD, rows: found.map(shown) }, write);
      const over = found.filter((each) => excess(each).length > 0).map(({ each }) => each.name);
      if (over.length === 0) return;
      console.error(`  over the budget: ${over.join("; ")}`);
      process.exitCode = 1;
    } finally {
      await stage.close();
    }
  },
);

const measured = async (
  stage: GrowthStage,
  each: GrowthCase,
  { rounds, requests }: { readonly rounds: number; readonly requests: number },
): Promise<Measured> => {
  const cpu = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY };
  // The first round is a warm-up. Rounds are interleaved and the fastest counts, because the machine may be busy.
  for (let round = 0; round <= rounds; round += 1)
    for (const size of WORLDS) {
      const spent = await cpuOf(stage, each, size, requests);
      if (round > 0) cpu[size] = Math.min(cpu[size], spent);
    }
  const [small, large] = [await costOf(stage, each, "small"), await costOf(stage, each, "large")];
  return { each, costs: { small: { ...small, cpu: cpu.small }, large: { ...large, cpu: cpu.large } } };
};

/** CPU time of one request. */
const cpuOf = async (
  { direct }: GrowthStage,
  { prepare }: GrowthCase,
  size: Size,
  requests: number,
): Promise<number> => {
  let spent = 0;
  for (let request = 0; request < requests; request += 1) {
    const run = await prepare(direct, size);
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    spent += user + system;
  }
  return spent / requests;
};

const costOf = async (
  { observed, calls }: GrowthStage,
  { prepare }: GrowthCase,
  size: Size,
): Promise<Omit<Cost, "cpu">> => {
  // As in a warm function, which remembers the ids of a user.
  await (await prepare(observed, size))();
  const run = await prepare(observed, size);
  calls.length = 0;
  await run();
  return {
    calls: longestChain(calls),
    reads: unitsOf(calls, "readUnits"),
    writes: unitsOf(calls, "writeUnits"),
  };
};

const UNITS = ["calls", "reads", "writes"] as const;
/** CPU time of a flat request, large to small. It varies by some tenths on a busy machine. */
const MOST_CPU = 2;

/** What costs more than its budget. */
const excess = ({ each: { budget }, costs: { small, large } }: Measured): string[] => [
  ...UNITS.filter((unit) => large[unit] > (budget === "flat" ? small : budget)[unit]),
  ...(budget === "flat" && large.cpu > MOST_CPU * small.cpu ? ["cpu"] : []),
];

const HEAD = [
  "request",
  "small, large",
  "calls in a row",
  "read units",
  "write units",
  "CPU, large to small",
  "budget",
];

const shown = (found: Measured): string[] => {
  const { each, costs } = found;
  const { budget } = each;
  const most = budget === "flat" ? "flat" : `${budget.calls} calls, ${budget.reads} read units`;
  const over = excess(found).length > 0 ? ", OVER" : "";
  return [
    each.name,
    each.of
      .map((what) => `${number(SIZES[what].small)}, ${number(SIZES[what].large)} ${WORDS[what]}`)
      .join("; "),
    ...UNITS.map((unit) => `${costs.small[unit]}, ${costs.large[unit]}`),
    ratio(costs.large.cpu, costs.small.cpu),
    `${most}${over}`,
  ];
};

const number = (value: number): string => value.toLocaleString("en");

const WORDS: Readonly<Record<keyof typeof SIZES, string>> = {
  memberships: "memberships",
  members: "members",
  formerMembers: "former members",
  grants: "grants",
  apiKeys: "keys",
  invitations: "invitations",
  sessions: "sessions",
  teams: "teams",
  groups: "groups",
  attributeKilobytes: "KB of legacy attributes",
};

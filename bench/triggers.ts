/**
 * The cost of the triggers: the CPU time of a warm call against one GetItem of lib-dynamodb, the time to the
 * first response of a cold start against an empty handler, and the size of the bundle. Each figure comes from
 * a separate process with the packaged bundle, against a local stack in another process.
 */

import { stat } from "node:fs/promises";
import { flag, wholeNumber } from "local-aws/command-line";
import { BOUNDS, benchmark } from "./benchmark.js";
import { publish, ratio, type Table } from "./benchmark-page.js";
import { coldStart, emptyHandler, getItemHandler, type Runnable, warmCall } from "./function-runs.js";
import { triggerCases } from "./trigger-cases.js";
import { openStage, type Stage } from "./trigger-stage.js";

/** `arrivalBytes` is for the bundle of UserMigration, which also contains PreSignUp. */
const BUDGET = { coldRatio: 5, bundleBytes: 420 * 1024, arrivalBytes: 760 * 1024, hundredOverOne: 2.6 };
const bundleBudget = (title: string) =>
  title === "UserMigration" ? BUDGET.arrivalBytes : BUDGET.bundleBytes;
const WARM_RUNS = 3;

export const triggers = benchmark(
  {
    runs: wholeNumber("cold runs", 9, BOUNDS),
    calls: wholeNumber("warm calls a run", 200, BOUNDS),
    strict: flag("fail if a budget is exceeded"),
    write: flag("write the table into docs/benchmarks.md"),
  },
  async (values) => {
    const [runs, calls] = [values.runs, values.calls];
    const stage = await openStage(runs + WARM_RUNS * warmUsers(calls));
    try {
      const rows = await measureAll(stage, { runs, calls });
      await publish(tableOf(rows), values.write);
      const over = verdictOf(rows);
      if (over.length > 0) console.error(`  over the budget: ${over.join("; ")}`);
      if (over.length > 0 && values.strict) process.exitCode = 1;
    } finally {
      await stage.stop();
    }
  },
);

/** The number of new users in a warm run, including the warm-up. */
const warmUsers = (calls: number): number => 2 + Math.ceil(calls * 1.25);

type Figures = { readonly timeMs: number[]; readonly cpuMs: number[]; readonly warmMs: number[] };
type Subject = { readonly title: string; readonly run: Runnable; readonly bytes?: number };
type Row = {
  readonly title: string;
  readonly cold: number;
  readonly coldCpu: number;
  readonly warm: number;
  readonly bytes: number;
};

const measureAll = async (stage: Stage, { runs, calls }: { runs: number; calls: number }): Promise<Row[]> => {
  const subjects: Subject[] = [
    { title: "an empty handler", run: await emptyHandler(stage) },
    { title: "GetItem alone", run: await getItemHandler(stage) },
    ...(await Promise.all(
      triggerCases(stage.description.pool.id).map(async ({ title, name, event }) => {
        const { entry, environment } = await stage.bundle(name);
        const { size } = await stat(entry);
        return { title, bytes: size, run: { entry, environment, event } };
      }),
    )),
  ];
  const figures = subjects.map((): Figures => ({ timeMs: [], cpuMs: [], warmMs: [] }));
  // Interleaved, so that other load affects all subjects equally. Each call is about a new user.
  for (let run = 0; run < runs; run += 1) {
    for (const [index, { run: each }] of subjects.entries()) {
      const { timeMs, cpuMs } = await coldStart(each, 1 + run);
      figures[index]?.timeMs.push(timeMs);
      figures[index]?.cpuMs.push(cpuMs);
    }
  }
  for (let run = 0; run < WARM_RUNS; run += 1) {
    for (const [index, { run: each }] of subjects.entries())
      figures[index]?.warmMs.push(await warmCall(each, calls, 1 + runs + run * warmUsers(calls)));
  }
  return rowsOf(subjects, figures);
};

/** The fastest run is the one with the least interference. */
const rowsOf = (subjects: readonly Subject[], figures: readonly Figures[]): Row[] => {
  const quickest = (index: number, kind: keyof Figures) => Math.min(...(figures[index]?.[kind] ?? []));
  return subjects.slice(1).map(({ title, bytes = Number.NaN }, index) => ({
    title,
    bytes,
    cold: quickest(index + 1, "timeMs") / quickest(0, "timeMs"),
    coldCpu: quickest(index + 1, "cpuMs") / quickest(0, "cpuMs"),
    warm: quickest(index + 1, "warmMs") / quickest(1, "warmMs"),
  }));
};

const kibibytes = (bytes: number): string => (Number.isNaN(bytes) ? "" : `${(bytes / 1024).toFixed(0)} KB`);

const tableOf = (rows: readonly Row[]): Table => ({
  name: "triggers",
  head: ["trigger", "cold, against empty", "CPU of that", "warm, against a GetItem", "bundle"],
  rows: rows.map(({ title, cold, coldCpu, warm, bytes }) => [
    title,
    ...[cold, coldCpu, warm].map((value) => ratio(value, 1)),
    kibibytes(bytes),
  ]),
});

const verdictOf = (rows: readonly Row[]): string[] => {
  const triggerRows = rows.filter(({ bytes }) => !Number.isNaN(bytes));
  const [one, hundred] = triggerRows.filter(({ title }) => title.startsWith("PreToken"));
  const growth = (hundred?.warm ?? Number.NaN) / (one?.warm ?? Number.NaN);
  return [
    // On a busy machine the elapsed time is unreliable, so the CPU time counts too.
    ...triggerRows
      .filter(({ cold, coldCpu }) => Math.min(cold, coldCpu) > BUDGET.coldRatio)
      .map(({ title }) => `${title}, cold`),
    ...triggerRows
      .filter(({ title, bytes }) => bytes > bundleBudget(title))
      .map(({ title }) => `${title}, bundle`),
    ...(growth > BUDGET.hundredOverOne ? [`100 memberships over 1 (${growth.toFixed(2)})`] : []),
  ];
};

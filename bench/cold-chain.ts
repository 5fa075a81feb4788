/**
 * The cold starts that a user waits for after an idle period: Cognito starts a sign-in's functions one after
 * the other. Each run measures both layouts: each trigger as a function of its own, and the deployed layout.
 * It reports the sum of the times to the last response against an empty handler, and the CPU time likewise.
 * Each function is a process of its own with its bundle, against a local stack in another process. A function
 * with several triggers of the chain handles all of them.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { flag, wholeNumber } from "local-aws/command-line";
import { bundledHandler } from "../tests/support/bundled-handler.js";
import { httpEvent } from "../tests/support/http-events.js";
import { BOUNDS, benchmark } from "./benchmark.js";
import { publish, ratio, type Table } from "./benchmark-page.js";
import { coldStart, emptyHandler, type Runnable } from "./function-runs.js";
import { triggerCases } from "./trigger-cases.js";
import { openStage, type Stage } from "./trigger-stage.js";

export const coldChain = benchmark(
  {
    runs: wholeNumber("runs of each chain", 9, BOUNDS),
    write: flag("write the table into docs/benchmarks.md"),
  },
  async (values) => {
    const runs = values.runs;
    // Each run plays every chain in both layouts, and every migration needs another user.
    const stage = await openStage(2 * runs);
    try {
      await publish(tableOf(await measure(stage, runs)), values.write);
    } finally {
      await stage.stop();
    }
  },
);

/** `name` is the function in serverless.yml. `file` is the trigger to run if the function has several. */
type Step = { readonly name: string; readonly file?: string; readonly event: object };
type Chain = { readonly title: string; readonly steps: readonly Step[] };
type Costs = { readonly timeMs: number; readonly cpuMs: number };
type Row = { readonly title: string; readonly before: Sum; readonly after: Sum };
type Sum = { readonly functions: number; readonly time: number; readonly cpu: number };

const chainsOf = (pool: string): Chain[] => {
  const cases = triggerCases(pool);
  const step = (file: string): Step => {
    const found = cases.find(({ trigger }) => trigger === file);
    if (found === undefined) throw new Error(`no trigger case for ${file}`);
    return { name: found.name, file, event: found.event };
  };
  const sampled = (name: string, file: string, sample: string): Step => ({
    ...{ name, file },
    event: { ...sampleOf(`${file}/${sample}`), userPoolId: pool },
  });
  // Apart from their start, endpoints only wait for Cognito, which runs the triggers. Here they reject a
  // request without a body.
  const endpoint = (name: string, route: string): Step => ({ name, event: httpEvent(route) });
  const before = step("pre-authentication");
  const after = [step("post-authentication"), step("pre-token-generation")];
  return [
    {
      title: "sign-in by password",
      steps: [endpoint("auth", "POST /api/account/signin"), before, ...after],
    },
    {
      title: "first login of a legacy user",
      steps: [
        ...[endpoint("auth", "POST /api/account/signin"), before, step("user-migration")],
        ...[sampled("arrivalTriggers", "pre-sign-up", "admin-create-user"), ...after],
      ],
    },
    {
      title: "sign-in by a mailed code",
      steps: [
        ...[endpoint("challenges", "POST /api/account/signin/code"), before],
        sampled("challengeTriggers", "define-auth-challenge", "start"),
        sampled("challengeTriggers", "create-auth-challenge", "choice"),
        ...[sampled("challengeTriggers", "verify-auth-challenge-response", "choice-of-a-code"), ...after],
      ],
    },
  ];
};

const sampleOf = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../events/${name}.json`, import.meta.url), "utf8")) as object;

const measure = async (stage: Stage, runs: number): Promise<Row[]> => {
  const empty = await emptyHandler(stage);
  const chains = await Promise.all(
    chainsOf(stage.description.pool.id).map(async ({ title, steps }) => ({
      title,
      before: await apart(stage, steps),
      after: await together(stage, steps),
    })),
  );
  const floors: Costs[] = [];
  const measured = chains.map((chain) => ({
    ...chain,
    costs: { before: [] as Costs[][], after: [] as Costs[][] },
  }));
  // Interleaved, so that other load affects all chains equally.
  for (let run = 0; run < runs; run += 1) {
    floors.push(await coldStart(empty, 1));
    for (const { before, after, costs } of measured) {
      costs.before.push(await eachCold(before, 1 + 2 * run));
      costs.after.push(await eachCold(after, 2 + 2 * run));
    }
  }
  const floor = quickest(floors);
  return measured.map(({ title, costs }) => ({
    title,
    before: sumOf(costs.before, floor),
    after: sumOf(costs.after, floor),
  }));
};

const eachCold = async (functions: readonly Runnable[], from: number): Promise<Costs[]> => {
  const costs: Costs[] = [];
  for (const each of functions) costs.push(await coldStart(each, from));
  return costs;
};

/** The fastest run is the one with the least interference. */
const quickest = (costs: readonly Costs[]): Costs => ({
  timeMs: Math.min(...costs.map(({ timeMs }) => timeMs)),
  cpuMs: Math.min(...costs.map(({ cpuMs }) => cpuMs)),
});

const sumOf = (runs: readonly Costs[][], floor: Costs): Sum => {
  const functions = (runs[0] ?? []).map((_, index) => quickest(runs.flatMap((run) => run[index] ?? [])));
  const sum = (kind: keyof Costs) => functions.reduce((total, costs) => total + costs[kind], 0) / floor[kind];
  return { functions: functions.length, time: sum("timeMs"), cpu: sum("cpuMs") };
};

/** Each trigger as a function of its own, with the environment of its deployed function. */
const apart = (stage: Stage, steps: readonly Step[]): Promise<Runnable[]> =>
  Promise.all(
    steps.map(async ({ name, file, event }) => {
      const { entry, environment } = await stage.bundle(name);
      if (file === undefined) return { entry, environment, event };
      const alone = join(stage.folder, `${file}.cjs`);
      await bundledHandler(`handlers/triggers/${file}.ts`, alone);
      return { entry: alone, environment, event };
    }),
  );

/** The deployed layout: each function once, with all events of the chain that it handles. */
const together = async (stage: Stage, steps: readonly Step[]): Promise<Runnable[]> => {
  const names = [...new Set(steps.map(({ name }) => name))];
  return Promise.all(
    names.map(async (name) => ({
      ...(await stage.bundle(name)),
      event: steps.filter((step) => step.name === name).map(({ event }) => event),
    })),
  );
};

const tableOf = (rows: readonly Row[]): Table => ({
  name: "cold-chain",
  head: ["chain", "functions", "sum, against empty", "CPU of that", "one by one", "sum", "CPU"],
  rows: rows.map(({ title, before, after }) => [
    title,
    ...[after, before].flatMap(({ functions, time, cpu }) => [
      String(functions),
      ratio(time, 1),
      ratio(cpu, 1),
    ]),
  ]),
});

/**
 * The endpoints of a session:
 * - CPU time of a call against the bare call of the SDK to the same pool, each in a process of its own
 * - a sustained load of 1, 10 and 50 connections: failures, and memory, which must not grow in a repetition
 */
import { flag, wholeNumber } from "local-aws/command-line";
import { BOUNDS, benchmark } from "./benchmark.js";
import { publish, ratio } from "./benchmark-page.js";
import { type EndpointCase, endpointCases, signIn } from "./endpoint-cases.js";
import { type Load, loadAt } from "./endpoint-load.js";
import { warmCall } from "./function-runs.js";
import { openStage, type Stage } from "./trigger-stage.js";

/** The last load repeats the one before it, so that only a leak grows. */
const CONNECTIONS = [1, 10, 50, 50];
/** Memory that grows above this factor is a leak. */
const FLAT = 1.15;

export const endpoints = benchmark(
  {
    runs: wholeNumber("runs of each endpoint", 5, BOUNDS),
    calls: wholeNumber("calls a run", 60, BOUNDS),
    seconds: wholeNumber("length of each load, in seconds", 20, BOUNDS),
    strict: flag("fail if a budget is exceeded"),
    write: flag("write the tables into docs/benchmarks.md"),
  },
  async (values) => {
    const stage = await openStage(2);
    try {
      const over = [...(await measureCpu(stage, values)), ...(await measureLoad(stage, values))];
      if (over.length > 0) console.error(`  over the budget: ${over.join("; ")}`);
      if (over.length > 0 && values.strict) process.exitCode = 1;
    } finally {
      await stage.stop();
    }
  },
);

type Runs = { readonly runs: number; readonly calls: number; readonly write: boolean };

const measureCpu = async (stage: Stage, { runs, calls, write }: Runs): Promise<string[]> => {
  const cases = await endpointCases(stage);
  const best = cases.map(() => ({ endpoint: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY }));
  // Interleaved, so that other load affects both alike. The quickest run is the one with the least interference.
  for (let run = 0; run < runs; run += 1) {
    for (const [index, { endpoint, bare }] of cases.entries()) {
      const found = best[index];
      if (found === undefined) continue;
      found.endpoint = Math.min(found.endpoint, await warmCall(endpoint, calls, 1));
      found.bare = Math.min(found.bare, await warmCall(bare, calls, 1));
    }
  }
  const ratioOf = (index: number) =>
    (best[index]?.endpoint ?? Number.NaN) / (best[index]?.bare ?? Number.NaN);
  const rows = cases.map(({ name, budget }: EndpointCase, index) => [
    name,
    ratio(ratioOf(index), 1),
    `at most ${budget}`,
  ]);
  await publish({ name: "endpoints", head: ["request", "CPU, over the bare call", "budget"], rows }, write);
  return cases.filter(({ budget }, index) => !(ratioOf(index) <= budget)).map(({ name }) => name);
};

const measureLoad = async (
  stage: Stage,
  { seconds, write }: { readonly seconds: number; readonly write: boolean },
): Promise<string[]> => {
  const { session: cookie } = await signIn(stage, 2);
  const asked = { ...stage, cookie, seconds };
  const loads: Load[] = [];
  for (const connections of CONNECTIONS) loads.push(await loadAt(connections, asked));
  const [first] = loads;
  const rows = loads.map(({ connections, requests, failed, p50Ms, p99Ms, residentMiB }) => [
    String(connections),
    String(requests),
    String(failed),
    ratio(p99Ms, Math.max(p50Ms, 1)),
    ratio(residentMiB, first?.residentMiB ?? Number.NaN),
  ]);
  const head = ["connections", "requests", "failed", "p99 over p50", "memory afterwards, against the first"];
  await publish({ name: "endpoints-load", head, rows }, write);
  const [before, last] = loads.slice(-2);
  const growth = (last?.residentMiB ?? Number.NaN) / (before?.residentMiB ?? Number.NaN);
  return [
    ...loads.flatMap(({ connections, failed }) =>
      failed > 0 ? [`${failed} failed at ${connections} connections`] : [],
    ),
    ...(growth <= FLAT ? [] : [`memory grew by ${growth.toFixed(2)} in the last load`]),
  ];
};

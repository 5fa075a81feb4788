/**
 * The time until `npm start` is ready, and the memory of all its processes, idle and after a sign-in. It is
 * measured for an unpackaged service, for one changed function, and for a packaged service.
 */

import { spawn } from "node:child_process";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { flag, wholeNumber } from "local-aws/command-line";
import { timedFetch } from "../local/story/timed-fetch.js";
import { BOUNDS, benchmark } from "./benchmark.js";

const root = join(import.meta.dirname, "..");
const packaged = join(root, ".local", "package");
const BUDGET_MS = 10_000;
/** For a restart after a change of one function. */
const CHANGED_BUDGET_MS = 5_000;

type Run = {
  readonly readyMs: number;
  readonly idleMiB: number;
  readonly signedInMiB: number;
  readonly stopMs: number;
};

export const startUp = benchmark(
  {
    runs: wholeNumber("starts of each kind", 3, BOUNDS),
    strict: flag("fail if a budget is exceeded"),
  },
  async (values) => {
    const runs = values.runs;
    const cold = await repeat(runs, async () => {
      await rm(packaged, { recursive: true, force: true });
      return measure();
    });
    const changed = await repeat(runs, async () => {
      // Simulates a change of the largest function.
      await rm(join(packaged, "functions", "auth"), { recursive: true });
      return measure();
    });
    const warm = await repeat(runs, measure);
    console.log("start-up of the embedded stack (medians)");
    report("packaged from scratch", cold);
    report("one function changed", changed);
    report("already packaged", warm);
    // An install packages the service, so a first start uses the package.
    const within = [
      keepsBudget("already packaged", warm, BUDGET_MS),
      keepsBudget("one function changed", changed, CHANGED_BUDGET_MS),
    ];
    // Opt-in, because a busy machine also exceeds the budget.
    if (values.strict && within.includes(false)) process.exitCode = 1;
  },
);

const keepsBudget = (title: string, runs: readonly Run[], budgetMs: number): boolean => {
  const within = median(runs.map(({ readyMs }) => readyMs)) <= budgetMs;
  if (!within) console.error(`${title}: exceeds the budget of ${budgetMs} ms`);
  return within;
};

const repeat = async (runs: number, run: () => Promise<Run>): Promise<Run[]> => {
  const results: Run[] = [];
  for (let each = 0; each < runs; each += 1) results.push(await run());
  return results;
};

const measure = async (): Promise<Run> => {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ["--conditions=source", "--import", "tsx", "local/main.ts", "--json", "--fresh", "--port", "0"],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const line = await firstLine(child.stdout);
  const readyMs = performance.now() - began;
  const { urls, users } = JSON.parse(line) as {
    urls: { site: string };
    users: { email: string; password: string }[];
  };
  const idleMiB = await memoryOf(child.pid ?? 0);
  const { email = "", password = "" } = users[0] ?? {};
  const answer = await timedFetch(`${urls.site}/api/account/signin`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  if (answer.status !== 200) throw new Error(`the sign-in returned status ${answer.status}`);
  const signedInMiB = await memoryOf(child.pid ?? 0);
  const stopping = performance.now();
  child.kill("SIGINT");
  await exited;
  return { readyMs, idleMiB, signedInMiB, stopMs: performance.now() - stopping };
};

const firstLine = (stream: NodeJS.ReadableStream): Promise<string> =>
  new Promise((resolve, reject) => {
    const lines = createInterface({ input: stream });
    lines.once("line", resolve);
    lines.once("close", () => reject(new Error("the stack did not start")));
  });

/** Resident memory of a process and its descendants, from /proc. */
const memoryOf = async (pid: number): Promise<number> => {
  const processes = await readProcesses();
  const family = new Set([pid]);
  for (const { id, parent } of processes) if (family.has(parent)) family.add(id);
  const bytes = processes.filter(({ id }) => family.has(id)).reduce((sum, { rssKiB }) => sum + rssKiB, 0);
  return bytes / 1024;
};

const readProcesses = async (): Promise<{ id: number; parent: number; rssKiB: number }[]> => {
  const ids = (await readdir("/proc").catch(() => [])).map(Number).filter(Number.isInteger);
  const statuses = await Promise.all(
    ids.map(async (id) => ({ id, status: await readFile(`/proc/${id}/status`, "utf8").catch(() => "") })),
  );
  const field = (status: string, name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
  return statuses
    .map(({ id, status }) => ({ id, parent: field(status, "PPid"), rssKiB: field(status, "VmRSS") }))
    .sort((one, other) => one.id - other.id);
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

const report = (title: string, runs: readonly Run[]): void => {
  const figure = (name: keyof Run) => median(runs.map((run) => run[name])).toFixed(0);
  console.log(
    `  ${title.padEnd(22)} ready ${figure("readyMs")} ms · memory ${figure("idleMiB")} MiB idle, ` +
      `${figure("signedInMiB")} MiB after a sign-in · stopped in ${figure("stopMs")} ms · ${runs.length} run(s)`,
  );
};

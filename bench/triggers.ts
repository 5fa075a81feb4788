/**
 * What the triggers cost: CPU of a warm call against that of one GetItem by lib-dynamodb, the time to
 * a cold first answer against that of an empty handler, and the size of the bundle. Each figure is of
 * a process of its own on the packaged bundle, against the embedded stack in another process.
 */
import { execFile } from "node:child_process";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { build } from "esbuild";
import { type TriggerCase, triggerCases } from "./trigger-cases.js";
import { openStage, type Stage } from "./trigger-stage.js";

const runFile = promisify(execFile);
const ONE = join(import.meta.dirname, "one-function.mjs");

const BUDGET = { coldRatio: 5, bundleBytes: 420 * 1024, hundredOverOne: 2.6 };

type Runnable = {
  readonly entry: string;
  readonly environment: Record<string, string>;
  readonly event: object;
};
type Figures = { readonly cold: number[]; readonly warm: number[] };

export const triggers = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: "string", default: "5" },
      calls: { type: "string", default: "200" },
      strict: { type: "boolean", default: false },
    },
  });
  const runs = Number(values.runs);
  const calls = Number(values.calls);
  const stage = await openStage(calls * 2);
  try {
    const cases = triggerCases(stage.description.pool.id);
    const measured = await measureAll(stage, cases, { runs, calls });
    const over = report(measured);
    if (over.length > 0) console.error(`  over the budget: ${over.join("; ")}`);
    if (over.length > 0 && values.strict) process.exitCode = 1;
  } finally {
    await stage.stop();
  }
};

type Measured = {
  readonly empty: Figures;
  readonly getItem: Figures;
  readonly rows: readonly { readonly title: string; readonly bytes: number; readonly figures: Figures }[];
};

const measureAll = async (
  stage: Stage,
  cases: readonly TriggerCase[],
  { runs, calls }: { runs: number; calls: number },
): Promise<Measured> => {
  const empty = await emptyHandler(stage);
  const getItem = await getItemHandler(stage);
  const prepared = await Promise.all(
    cases.map(async ({ title, name, event }) => {
      const { entry, environment } = await stage.bundle(name);
      const { size } = await stat(entry);
      return { title, bytes: size, run: { entry, environment, event } };
    }),
  );
  const all = [empty, getItem, ...prepared.map(({ run }) => run)];
  const figures = all.map((): Figures => ({ cold: [], warm: [] }));
  // Interleaved, so that what else the machine does falls on all alike.
  for (let run = 0; run < runs; run += 1) {
    for (const [index, each] of all.entries()) figures[index]?.cold.push(await inProcess(each, ["cold"]));
  }
  for (const [index, each] of all.entries()) {
    if (index > 0) figures[index]?.warm.push(await inProcess(each, ["warm", String(calls)]));
  }
  const [forEmpty, forGetItem, ...rest] = figures;
  return {
    empty: forEmpty ?? { cold: [], warm: [] },
    getItem: forGetItem ?? { cold: [], warm: [] },
    rows: prepared.map(({ title, bytes }, index) => ({
      title,
      bytes,
      figures: rest[index] ?? { cold: [], warm: [] },
    })),
  };
};

const inProcess = async ({ entry, environment, event }: Runnable, mode: string[]): Promise<number> => {
  const args = [ONE, entry, JSON.stringify(event), ...mode];
  const { stdout } = await runFile(process.execPath, args, {
    env: { PATH: process.env.PATH, ...environment },
  });
  return Number(stdout);
};

const emptyHandler = async ({ folder }: Stage): Promise<Runnable> => {
  const entry = join(folder, "empty.cjs");
  await writeFile(entry, "exports.handler = async (event) => event;\n");
  return { entry, environment: {}, event: {} };
};

const GET_ITEM = `
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
export const handler = (Key) =>
  client.send(new GetCommand({ TableName: process.env.DIRECTORY_TABLE, Key, ConsistentRead: true }));
`;

/** Bundled as the functions are. */
const getItemHandler = async (stage: Stage): Promise<Runnable> => {
  const entry = join(stage.folder, "get-item.cjs");
  await build({
    stdin: { contents: GET_ITEM, resolveDir: import.meta.dirname, loader: "ts" },
    ...{ outfile: entry, bundle: true, minify: true, platform: "node", target: "node20", format: "cjs" },
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  const { environment } = await stage.bundle("preAuthentication");
  return { entry, environment, event: { pk: "USER#bench_1", sk: "PROFILE" } };
};

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const report = ({ empty, getItem, rows }: Measured): string[] => {
  console.log(
    "triggers: cold against an empty handler, CPU of a warm call against a GetItem of lib-dynamodb",
  );
  const cold = (figures: Figures) => median(figures.cold) / median(empty.cold);
  const warm = (figures: Figures) => median(figures.warm) / median(getItem.warm);
  console.log(
    `  ${"GetItem alone".padEnd(38)} cold ${cold(getItem).toFixed(2)} · warm 1 (${median(getItem.warm).toFixed(2)} ms)`,
  );
  for (const { title, bytes, figures } of rows) {
    console.log(
      `  ${title.padEnd(38)} cold ${cold(figures).toFixed(2)} · warm ${warm(figures).toFixed(2)} · ${(bytes / 1024).toFixed(0)} KB`,
    );
  }
  const members = rows
    .filter(({ title }) => title.startsWith("PreToken"))
    .map(({ figures }) => warm(figures));
  const growth = (members[1] ?? Number.NaN) / (members[0] ?? Number.NaN);
  console.log(`  100 memberships over 1: ${growth.toFixed(2)}`);
  return [
    ...rows.filter(({ figures }) => cold(figures) > BUDGET.coldRatio).map(({ title }) => `${title}, cold`),
    ...rows.filter(({ bytes }) => bytes > BUDGET.bundleBytes).map(({ title }) => `${title}, bundle`),
    ...(growth > BUDGET.hundredOverOne ? ["100 memberships over 1"] : []),
  ];
};

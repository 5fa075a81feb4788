/** Runs one handler in a process of its own, and provides the two baseline handlers. */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import type { Stage } from "./trigger-stage.js";

const runFile = promisify(execFile);
const ONE = join(import.meta.dirname, "one-function.mjs");

export type Runnable = {
  readonly entry: string;
  readonly environment: Record<string, string>;
  readonly event: object;
};

/** @param from the number of the call's user */
export const coldStart = async (
  runnable: Runnable,
  from: number,
): Promise<{ timeMs: number; cpuMs: number }> => {
  const [timeMs = Number.NaN, cpuMs = Number.NaN] = await inProcess(runnable, [String(from), "cold"]);
  return { timeMs, cpuMs };
};

/** CPU milliseconds per call, averaged over `calls`. */
export const warmCall = async (runnable: Runnable, calls: number, from: number): Promise<number> => {
  const [cpuMs = Number.NaN] = await inProcess(runnable, [String(from), "warm", String(calls)]);
  return cpuMs;
};

const inProcess = async ({ entry, environment, event }: Runnable, args: string[]): Promise<number[]> => {
  const { stdout } = await runFile(process.execPath, [ONE, entry, JSON.stringify(event), ...args], {
    env: { PATH: process.env.PATH, ...environment },
  });
  return stdout.split(" ").map(Number);
};

export const emptyHandler = async ({ folder }: Stage): Promise<Runnable> => {
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

/** Bundled like the deployed functions. */
export const getItemHandler = async (stage: Stage): Promise<Runnable> => {
  const entry = join(stage.folder, "get-item.cjs");
  await build({
    stdin: { contents: GET_ITEM, resolveDir: import.meta.dirname, loader: "ts" },
    ...{ outfile: entry, bundle: true, minify: true, platform: "node", target: "node20", format: "cjs" },
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  const { environment } = await stage.bundle("signInTriggers");
  return { entry, environment, event: { pk: "USER#bench_1", sk: "PROFILE" } };
};

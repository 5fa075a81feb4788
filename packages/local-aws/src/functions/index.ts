/**
 * A local AWS Lambda. Runs the packaged functions of a stack in worker threads, with the template's handler,
 * environment, memory and timeout. README.md lists the differences from the service.
 */
import { createServer } from "node:http";
import { join, parse } from "node:path";
import { listenOnLoopback } from "../aws-json/loopback.js";
import type { Stack } from "../template/index.js";
import { unpack } from "./artifact.js";
import { asyncInvocations, type FailedEvent } from "./async-invocations.js";
import { type FunctionConfiguration, functionConfigurations } from "./configuration.js";
import { findFunction, type HostedFunction, hostFunction, runFunction } from "./function-host.js";
import { functionLog, type LogLine } from "./function-log.js";
import type { PoolStats } from "./function-pool.js";
import { handleInvokeApi } from "./invoke-api.js";
import { movedClock } from "./moved-clock.js";

export type { FailedEvent, LogLine, PoolStats };

export type FunctionsOptions = {
  readonly stack: Stack;
  /** Folder of the deployment packages: `name.zip`, or a folder `name` with the files. */
  readonly artifacts: string;
  /** Folder to unpack into. Existing folders of the packages are replaced. */
  readonly workDir: string;
  /** Overrides of environment variables for all functions, such as the local endpoints. */
  readonly environment: Readonly<Record<string, string>>;
  /** A free port if absent or 0. */
  readonly port?: number | undefined;
  /** Maximum number of concurrent events of one function; further events wait. Default: 8. */
  readonly maxConcurrency?: number | undefined;
  /** Log lines kept for each function. Default: 1,000. */
  readonly linesPerFunction?: number | undefined;
  readonly asyncRetryDelaysMs?: readonly number[] | undefined;
  readonly clock?: { now(): number } | undefined;
  onLog?(line: LogLine): void;
  /** Called for an asynchronous event whose last attempt failed. */
  onAsyncFailure?(event: FailedEvent): void;
};

export type InvokeResult = {
  readonly statusCode: number;
  /** Present if the function failed. `payload` then contains errorType, errorMessage and trace. */
  readonly functionError?: string;
  /** JSON. */
  readonly payload: string;
};

export type Functions = {
  readonly url: string;
  readonly port: number;
  /**
   * Invokes a function by name or ARN and waits for the response. An unknown function returns status 404.
   * @throws Error named TimeoutError after `timeoutMs`. The function itself continues to run.
   */
  invoke(functionNameOrArn: string, event: unknown, timeoutMs?: number): Promise<InvokeResult>;
  /** The kept log lines, oldest first, of one function or of all. */
  logs(functionName?: string): readonly LogLine[];
  stats(): Readonly<Record<string, PoolStats>>;
  /** Starts one sandbox of each named function before its first event. Without names: of all functions. */
  warm(names?: readonly string[]): void;
  /** Sets the offset of all functions' clock from the machine's, to test expiry. `PUT /_local/clock` does it, too. */
  moveClock(offsetMs: number): void;
  close(): Promise<void>;
};

/** @throws Error if a function is not supported or its package is missing. */
export const startFunctions = async (options: FunctionsOptions): Promise<Functions> => {
  const log = functionLog(options.clock ?? Date, options.linesPerFunction ?? 1000, (line) =>
    options.onLog?.(line),
  );
  const configurations = functionConfigurations(options.stack);
  await unpackAll(configurations, options);
  const clock = movedClock();
  const settings = {
    clock,
    region: options.stack.region,
    overrides: options.environment,
    maxConcurrency: options.maxConcurrency ?? 8,
    log,
    taskRoot: ({ archive }: FunctionConfiguration) => taskRoot(options.workDir, archive),
  };
  const functions = new Map(configurations.map((each) => [each.name, hostFunction(each, settings)]));
  const later = asyncInvocations(options.asyncRetryDelaysMs ?? [1000, 2000], (event) =>
    options.onAsyncFailure?.(event),
  );
  const server = createServer((request, response) => {
    void handleInvokeApi({ functions, log, later, clock }, request, response);
  });
  const port = await listenOnLoopback(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    invoke: (name, event, timeoutMs) => within(timeoutMs, invokeDirectly(functions, name, event)),
    logs: (functionName) => log.lines(functionName),
    stats: () => Object.fromEntries([...functions].map(([name, { pool }]) => [name, pool.stats()])),
    moveClock: clock.moveTo,
    warm: (names = [...functions.keys()]) => {
      for (const name of names) findFunction(functions, name)?.hosted.pool.warm();
    },
    close: async () => {
      later.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...functions.values()].map(({ pool }) => pool.close()));
      server.closeAllConnections();
      await closed;
    },
  };
};

const taskRoot = (workDir: string, archive: string): string => join(workDir, parse(archive).name);

/** Functions with the same package share a folder. */
const unpackAll = async (
  configurations: readonly FunctionConfiguration[],
  { artifacts, workDir }: FunctionsOptions,
): Promise<void> => {
  const archives = [...new Set(configurations.map(({ archive }) => archive))];
  await Promise.all(archives.map((archive) => unpack(join(artifacts, archive), taskRoot(workDir, archive))));
};

const invokeDirectly = async (
  functions: ReadonlyMap<string, HostedFunction>,
  name: string,
  event: unknown,
): Promise<InvokeResult> => {
  const found = findFunction(functions, name);
  if (!found) {
    return {
      statusCode: 404,
      payload: JSON.stringify({ Type: "User", message: `Function not found: ${name}` }),
    };
  }
  const answer = await runFunction(found.hosted, JSON.stringify(event ?? {}), { qualifier: found.qualifier });
  return { statusCode: 200, payload: answer.payload, ...(answer.failed && { functionError: "Unhandled" }) };
};

const within = async <T>(timeoutMs: number | undefined, call: Promise<T>): Promise<T> => {
  if (timeoutMs === undefined) return call;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error(`no answer within ${timeoutMs} ms`), { name: "TimeoutError" });
    timer = setTimeout(reject, timeoutMs, error);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** One execution environment of a function: a worker thread that answers one event at a time. */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";

export type FunctionDefinition = {
  readonly name: string;
  readonly arn: string;
  readonly file: string;
  readonly export: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
};
export type FunctionAnswer = { readonly payload: string; readonly failed: boolean };
export type LogSink = (entry: { functionName: string; requestId: string; line: string }) => void;

export type Sandbox = {
  /** Runs one event. After a time-out or a crash the sandbox is dead. */
  run(input: { event: string; requestId: string }): Promise<FunctionAnswer>;
  readonly dead: boolean;
  close(): Promise<void>;
};

const failure = (errorType: string, errorMessage: string): FunctionAnswer => ({
  payload: JSON.stringify({ errorType, errorMessage, trace: [] }),
  failed: true,
});

export const startSandbox = (definition: FunctionDefinition, log: LogSink): Sandbox => {
  const worker = new Worker(new URL("./runtime.cjs", import.meta.url), {
    workerData: { file: definition.file, export: definition.export },
    env: { ...definition.environment },
    stdout: true,
    stderr: true,
    execArgv: [],
  });
  let current = "";
  let dead = false;
  for (const stream of [worker.stdout, worker.stderr]) {
    createInterface({ input: stream }).on("line", (line) =>
      log({ functionName: definition.name, requestId: current, line }),
    );
  }
  const crashed = new Promise<FunctionAnswer>((resolve) => {
    worker.once("error", (error) => resolve(failure("Runtime.UnhandledError", error.message)));
    worker.once("exit", () => {
      dead = true;
      resolve(failure("Runtime.ExitError", `RequestId: ${current} Error: Runtime exited`));
    });
  });
  const kill = async (): Promise<void> => {
    dead = true;
    await worker.terminate();
  };
  return {
    get dead() {
      return dead;
    },
    run: async ({ event, requestId }) => {
      current = requestId;
      const timeoutMs = definition.timeoutSeconds * 1000;
      const { name: functionName, arn, memoryMb: memory } = definition;
      const answered = once(worker, "message").then(
        ([message]) => ({ failed: false, ...(message as { payload: string; failed?: boolean }) }),
        () => crashed,
      );
      worker.postMessage({ event, requestId, deadline: Date.now() + timeoutMs, functionName, arn, memory });
      const limit = timeLimit(timeoutMs);
      const answer = await Promise.race([answered, crashed, limit.reached]);
      limit.cancel();
      if (answer !== undefined) return answer;
      await kill();
      const seconds = definition.timeoutSeconds.toFixed(2);
      return failure(
        "Sandbox.Timedout",
        `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
      );
    },
    close: kill,
  };
};

const timeLimit = (timeoutMs: number): { reached: Promise<undefined>; cancel: () => void } => {
  let timer: NodeJS.Timeout | undefined;
  const reached = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs);
  });
  return { reached, cancel: () => clearTimeout(timer) };
};

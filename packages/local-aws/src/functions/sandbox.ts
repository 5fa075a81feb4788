/**
 * One execution environment of a function: a worker thread that answers one event at a time.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
import { Worker } from "node:worker_threads";
import { exited, type FunctionFailure, outOfMemory, timedOut } from "./function-failure.js";
import { type LineSplitter, lineSplitter } from "./line-splitter.js";
import type { MovedClock } from "./moved-clock.js";
import type { FromRuntime, Invocation, Outcome } from "./sandbox-messages.js";

export type SandboxSettings = {
  readonly name: string;
  readonly taskRoot: string;
  readonly handler: string;
  readonly environment: Record<string, string>;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly clock: MovedClock;
  onLine(line: string, requestId: string | undefined): void;
  /** Called when the sandbox has ended, by itself or because it was stopped. */
  onEnd(): void;
};

// Time limit for loading a handler. It is separate from the function's own timeout.
const INIT_LIMIT_MS = 10_000;
const RUNTIME = new URL("./runtime.mjs", import.meta.url);

export class Sandbox {
  readonly #settings: SandboxSettings;
  readonly #worker: Worker;
  readonly #lines: LineSplitter;
  #ready = false;
  #alive = true;
  #causeOfDeath: FunctionFailure | undefined;
  #running: { readonly invocation: Invocation; settle(outcome: Outcome): void } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: SandboxSettings) {
    this.#settings = settings;
    this.#lines = lineSplitter((line) => settings.onLine(line, this.#running?.invocation.requestId));
    this.#worker = new Worker(RUNTIME, {
      name: settings.name,
      env: settings.environment,
      workerData: {
        taskRoot: settings.taskRoot,
        handler: settings.handler,
        clock: settings.clock.shared,
      },
      // Loaders of this process, such as a TypeScript loader, must not affect the function.
      execArgv: [],
      argv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb },
    });
    // Only output that bypasses the runtime's own streams arrives here, such as fatal errors of V8.
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.on("data", (chunk: Buffer) => this.#lines.add(chunk.toString("utf8")));
    }
    this.#worker.on("message", (message: FromRuntime) => this.#receive(message));
    this.#worker.on("error", (error: NodeJS.ErrnoException) => this.#fault(error));
    this.#worker.once("exit", (status) => this.#end(status));
  }

  /** False after a timeout, a crash or `stop`. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Runs one event at a time: call it again only after the previous call has settled. Never rejects. */
  run(invocation: Invocation): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#running = { invocation, settle: resolve };
      if (!this.#alive) this.#settle({ failure: this.#causeOfDeath ?? exited(invocation.requestId, 1) });
      else if (this.#ready) this.#dispatch();
      else this.#limit(INIT_LIMIT_MS);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #receive(message: FromRuntime): void {
    switch (message.kind) {
      case "output":
        this.#lines.add(message.text);
        return;
      case "ready":
        this.#ready = true;
        if (this.#running) this.#dispatch();
        return;
      case "answer":
        this.#settle({ payload: message.payload });
        return;
      case "failure":
        this.#settle({ failure: message.failure });
        return;
      case "fatal":
        this.#causeOfDeath = message.failure;
    }
  }

  #dispatch(): void {
    if (!this.#running) return;
    const { invocation } = this.#running;
    this.#limit(this.#settings.timeoutMs);
    this.#worker.postMessage({
      payload: invocation.payload,
      traceId: invocation.traceId,
      context: { ...invocation.context, deadline: Date.now() + this.#settings.timeoutMs },
    });
  }

  #limit(limitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const requestId = this.#running?.invocation.requestId ?? "";
      const failure = timedOut(requestId, limitMs);
      this.#lines.add(`${failure.errorMessage}\n`);
      this.#alive = false;
      this.#settle({ failure });
      void this.stop();
    }, limitMs);
  }

  #fault(error: NodeJS.ErrnoException): void {
    const requestId = this.#running?.invocation.requestId ?? "";
    this.#causeOfDeath =
      error.code === "ERR_WORKER_OUT_OF_MEMORY"
        ? outOfMemory(requestId)
        : { errorType: error.name, errorMessage: error.message };
  }

  #end(status: number): void {
    this.#alive = false;
    if (this.#running) {
      const failure = this.#causeOfDeath ?? exited(this.#running.invocation.requestId, status);
      this.#lines.add(`${JSON.stringify(failure)}\n`);
      this.#settle({ failure });
    }
    this.#settings.onEnd();
  }

  #settle(outcome: Outcome): void {
    clearTimeout(this.#timer);
    this.#lines.flush();
    const running = this.#running;
    this.#running = undefined;
    running?.settle(outcome);
  }
}

/**
 * Runs inside a sandbox, like Lambda's Node.js runtime: loads the handler once, then answers one event after
 * another. Written in JavaScript, because a worker thread loads its entry file without a loader.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";

const RealDate = Date;
const clockOffset = new Float64Array(workerData.clock);

/** Moves what the function sees of the time. A function whose clock was never moved has Node's own `Date`. */
const moveClock = () => {
  if (clockOffset[0] === 0 || Date !== RealDate) return;
  const now = () => RealDate.now() + clockOffset[0];
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
};

const post = (message) => parentPort.postMessage(message);

// Lines and answers use the same channel, so a line is never attributed to the next event.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done) => {
    post({ kind: "output", text: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8") });
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) queueMicrotask(callback);
    return true;
  };
}

const failureOf = (thrown) =>
  thrown instanceof Error || (typeof thrown === "object" && thrown !== null && "message" in thrown)
    ? {
        errorType: String(thrown.name ?? "Error"),
        errorMessage: String(thrown.message),
        trace: String(thrown.stack ?? "").split("\n"),
      }
    : { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };

const named = (errorType, errorMessage, cause) => ({
  errorType,
  errorMessage,
  trace: cause === undefined ? [] : failureOf(cause).trace,
});

/** Ends the sandbox, because the process state is undefined after an uncaught error. */
const die = (failure) => {
  post({ kind: "fatal", failure });
  process.exit(1);
};
process.on("uncaughtException", (error) => die(failureOf(error)));
process.on("unhandledRejection", (reason) =>
  die(named("Runtime.UnhandledPromiseRejection", String(reason), reason)),
);

const fileOf = (stem) => {
  const found = ["", ".js", ".mjs", ".cjs"]
    .map((extension) => stem + extension)
    .find((file) => existsSync(file));
  if (found === undefined)
    throw named("Runtime.ImportModuleError", `Error: Cannot find module '${basename(stem)}'`);
  return found;
};

const load = async (file) => {
  try {
    return file.endsWith(".mjs") ? await import(pathToFileURL(file)) : createRequire(file)(file);
  } catch (error) {
    if (error?.code === "ERR_REQUIRE_ESM") return await import(pathToFileURL(file));
    if (error?.code === "MODULE_NOT_FOUND") throw named("Runtime.ImportModuleError", String(error), error);
    if (error instanceof SyntaxError) throw named("Runtime.UserCodeSyntaxError", String(error), error);
    throw error;
  }
};

// "folder/file.member": the file name ends at the first dot of the last path segment.
const loadHandler = async ({ taskRoot, handler }) => {
  const [, stem, member] = /^([^.]*)\.(.+)$/.exec(basename(handler)) ?? [];
  if (stem === undefined || member === undefined) throw named("Runtime.MalformedHandlerName", "Bad handler");
  const module = await load(fileOf(join(taskRoot, dirname(handler), stem)));
  const found = member.split(".").reduce((object, name) => object?.[name], module);
  if (found === undefined) {
    throw named("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  }
  if (typeof found !== "function") throw named("Runtime.HandlerNotFound", `${handler} is not a function`);
  // On Node.js 24 and later, Lambda rejects handlers that take a callback.
  if (found.length > 2) {
    throw named(
      "Runtime.CallbackHandlerDeprecated",
      `${handler} takes a callback, which is no longer supported`,
    );
  }
  return found;
};

const serialised = (value) => {
  try {
    return JSON.stringify(value === undefined ? null : value) ?? "null";
  } catch {
    throw new Error("Unable to stringify response body");
  }
};

const contextOf = ({ deadline, ...context }) => ({
  callbackWaitsForEmptyEventLoop: true,
  ...context,
  getRemainingTimeInMillis: () => Math.max(0, deadline - RealDate.now()),
});

const answer = async (handler, { payload, context, traceId }) => {
  moveClock();
  process.env._X_AMZN_TRACE_ID = traceId;
  try {
    const result = await handler(JSON.parse(payload), contextOf(context));
    post({ kind: "answer", payload: serialised(result) });
  } catch (error) {
    const failure = failureOf(error);
    process.stderr.write(`ERROR\tInvoke Error\t${JSON.stringify(failure)}\n`);
    post({ kind: "failure", failure });
  }
};

try {
  moveClock();
  const handler = await loadHandler(workerData);
  parentPort.on("message", (invocation) => answer(handler, invocation));
  post({ kind: "ready" });
} catch (error) {
  die(error instanceof Error ? failureOf(error) : error);
}

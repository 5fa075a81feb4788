/** Runs a command: mistakes of the caller end it with one line and exit code 2, anything else with 1. */
import { TemplateError } from "../template/index.js";
import { UsageError } from "./usage.js";

export const runCommand = (usage: string, run: () => Promise<void>): void => {
  if (process.argv.includes("--help")) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  run().catch((error: unknown) => {
    const mistake = mistakeOf(error);
    const defect = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${mistake === undefined ? defect : `${mistake} (--help shows the options)`}\n`);
    process.exit(mistake === undefined ? 1 : 2);
  });
};

/** Closes the service on Ctrl-C, when its terminal goes away, and when it is told to end, also through npm. */
export const closeOnSignal = (close: () => Promise<void>): void => {
  const end = new AbortController();
  end.signal.addEventListener("abort", () => {
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  abortAtEnd(end);
};

/** Aborts when the process is told to end, for the first time and for good. */
export const abortAtEnd = (end: AbortController): void => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end.abort());
  if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(() => end.abort());
};

const PARENT_CHECK_MS = 200;

/** The shell in which npm runs a command ends on a signal without handing it on. */
const whenOrphaned = (then: () => void): void => {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, PARENT_CHECK_MS);
  timer.unref();
};

const mistakeOf = (error: unknown): string | undefined => {
  if (error instanceof UsageError || error instanceof TemplateError) return error.message;
  const { syscall, code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (syscall !== "listen") return undefined;
  if (code === "EADDRINUSE")
    return `Port ${port} is in use; take another, or leave --port out for a free one`;
  return code === "EACCES" ? `Port ${port} may not be used by this user; take one above 1023` : undefined;
};

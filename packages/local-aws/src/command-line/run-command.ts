/** Runs a command. A usage error prints one line and exits with code 2, any other error with code 1. */
import { LocalAwsError } from "../local-aws-error.js";
import { processEnvironment } from "../process-environment.js";

export const runCommand = (usage: string, run: () => Promise<void>): void => {
  if (process.argv.includes("--help")) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  endOnError(run);
};

export const endOnError = (run: () => Promise<void>): void => {
  run().catch((error: unknown) => {
    const { line, exitCode } = failureOf(error);
    process.stderr.write(`${line}\n`);
    process.exit(exitCode);
  });
};

/** The error line of a failed command, and its exit code. */
export const failureOf = (error: unknown): { readonly line: string; readonly exitCode: 1 | 2 } => {
  const mistake = mistakeOf(error);
  if (mistake !== undefined) return { line: `${mistake} (--help shows the options)`, exitCode: 2 };
  return { line: error instanceof Error ? error.message : String(error), exitCode: 1 };
};

/** On the first termination signal, closes the service and then ends the process. */
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

/**
 * Aborts when the process is asked to end: Ctrl-C, a closed terminal, a signal, or the exit of its parent
 * npm.
 */
export const abortAtEnd = (end: AbortController): void => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end.abort());
  if (processEnvironment().startedByNpm) whenOrphaned(() => end.abort());
};

const PARENT_CHECK_MS = 200;

/** The shell in which npm runs a command exits on a signal without passing it on to the command. */
const whenOrphaned = (then: () => void): void => {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, PARENT_CHECK_MS);
  timer.unref();
};

export const portInUse = (port: number | undefined): string =>
  `Port ${port} is in use; take another, or leave --port out for a free one`;

const mistakeOf = (error: unknown): string | undefined => {
  if (error instanceof LocalAwsError) return error.message;
  const { syscall, code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (syscall !== "listen") return undefined;
  if (code === "EADDRINUSE") return portInUse(port);
  return code === "EACCES" ? `Port ${port} may not be used by this user; take one above 1023` : undefined;
};

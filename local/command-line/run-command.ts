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

/** Closes the service on Ctrl-C, when its terminal goes away, and when it is told to end. */
export const closeOnSignal = (close: () => Promise<void>): void => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
};

const mistakeOf = (error: unknown): string | undefined => {
  if (error instanceof UsageError || error instanceof TemplateError) return error.message;
  const { syscall, code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (syscall !== "listen") return undefined;
  if (code === "EADDRINUSE")
    return `Port ${port} is in use; take another, or leave --port out for a free one`;
  return code === "EACCES" ? `Port ${port} may not be used by this user; take one above 1023` : undefined;
};

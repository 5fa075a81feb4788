/** The local services as a user starts them: in a separate process, by their command line. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterAll } from "@jest/globals";
import { bundledCommand, removeBundles } from "./bundled-command.js";

const root = resolve(import.meta.dirname, "..", "..");
const started: ChildProcess[] = [];
afterAll(removeBundles);

const spawned = async (main: string, args: readonly string[], cwd: string) => {
  const child = spawn(process.execPath, [await bundledCommand(resolve(root, main)), ...args], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  return child;
};

/** For `afterEach`: ends what is still running. */
export const endCommands = (): void => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
};

/** Runs a command that is expected to end by itself. */
export const outcomeOf = async (main: string, args: readonly string[], cwd = root) => {
  const child = await spawned(main, args, cwd);
  const [out, err, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { out, err, exitCode: exitCode as number };
};

/** Starts a command, and answers the JSON line that it prints when it is ready. */
export const startCommand = async (main: string, args: readonly string[], cwd = root) => {
  const child = await spawned(main, args, cwd);
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => String((await lines.next()).value);
  return {
    ready: JSON.parse(await nextLine()) as { url: string; port: number; limitations: string[] },
    nextLine,
    /** Sends the signal, and answers the exit code. */
    stop: async (signal: NodeJS.Signals): Promise<unknown> => {
      child.kill(signal);
      const [exitCode] = await ended;
      return exitCode;
    },
  };
};

/** Runs the local stack of the migration benchmark in a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { StackDescription } from "../local/stack/description.js";
import { timedFetch } from "../local/story/timed-fetch.js";

export type Host = { readonly pid: number; readonly description: StackDescription; stop(): Promise<void> };

/** Starts a stack with `users` legacy users, whose hashes use scrypt with N = `hashCost`. */
export const openHost = async (users: number, hashCost: string): Promise<Host> => {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, "migration-host.ts"), String(users), hashCost],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const ended = once(child, "exit");
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    ended.then(() => Promise.reject(new Error("the stack exited before it was ready"))),
  ])) as [string];
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  return { pid: child.pid ?? 0, description: JSON.parse(line) as StackDescription, stop };
};

/** Delivers the next events of the two writing triggers twice, concurrently. */
export const repeatTriggers = async ({ urls }: StackDescription, times: number): Promise<void> => {
  const faults = ["UserMigration", "PostAuthentication"].map((trigger) => ({
    ...{ fault: "trigger-repeats", trigger, times, copies: 2, overlap: true },
  }));
  const answer = await timedFetch(`${urls.cognito}/_local/faults`, {
    ...{ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(faults) },
  });
  if (!answer.ok) throw new Error("the pool rejected the faults");
};

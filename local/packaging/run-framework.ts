/** Runs the Serverless Framework within a time limit, because a plugin that never ends would block all callers. */
import { spawn } from "node:child_process";
import { join } from "node:path";

export type FrameworkRun = {
  readonly root: string;
  /** Command and options. */
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeLimitMs: number;
  /** Receives the output in parts, immediately. */
  onOutput?(text: string): void;
};

/** @throws Error with the framework's own output when it fails, or when it has not ended within the time limit. */
export const runFramework = ({
  root,
  args,
  environment,
  timeLimitMs,
  onOutput,
}: FrameworkRun): Promise<void> =>
  new Promise((resolve, reject) => {
    const cli = join(root, "node_modules", "serverless", "bin", "serverless.js");
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: root,
      env: {
        ...process.env,
        NODE_OPTIONS: "",
        SLS_NOTIFICATIONS_MODE: "off",
        SLS_TRACKING_DISABLED: "1",
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const take = (chunk: unknown) => {
      output += String(chunk);
      onOutput?.(String(chunk));
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const fail = (reason: string) => reject(new Error(`serverless ${args[0]} ${reason}:\n${output}`));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail(`was ended because it took more than ${timeLimitMs / 1000} s`);
    }, timeLimitMs);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else fail("failed");
    });
  });

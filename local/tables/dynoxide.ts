/** Starts the dynoxide binary, waits until it answers, and makes sure that it does not outlive this process. */
import { spawn } from "node:child_process";
import { chmod } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export type Database = { readonly url: string; close(): Promise<void> };

const START_LIMIT_MS = 5000;
const POLL_MS = 5;

export const startDynoxide = async ({ dbPath }: { dbPath?: string | undefined }): Promise<Database> => {
  const binary = binaryPath();
  await chmod(binary, 0o755).catch(() => {});
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const storage = dbPath === undefined ? [] : ["--db-path", dbPath];
  // The shell watches its standard input: when this process dies, however it dies, the pipe closes.
  const child = spawn(
    "sh",
    ["-c", WATCHED, "sh", binary, "--host", "127.0.0.1", "--port", String(port), ...storage],
    {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true, // Ctrl-C is for us: the database stops after everything that writes to it
    },
  );
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  try {
    await untilReady(url, () => child.exitCode !== null);
  } catch (error) {
    child.stdin.end();
    throw error;
  }
  return {
    url,
    close: async () => {
      child.stdin.end();
      await exited;
    },
  };
};

const WATCHED = '"$@" & pid=$!; cat >/dev/null; kill $pid 2>/dev/null; wait $pid 2>/dev/null; exit 0';

/** @throws Error, in one line, on a platform without a binary. */
const binaryPath = (): string => {
  try {
    const require = createRequire(import.meta.url);
    return require.resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`);
  } catch {
    throw new Error(
      `No embedded DynamoDB for ${process.platform}-${process.arch}: start DynamoDB Local (Java 17 or later) and set DYNAMODB_ENDPOINT to its URL.`,
    );
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const untilReady = async (url: string, gone: () => boolean): Promise<void> => {
  const until = Date.now() + START_LIMIT_MS;
  while (Date.now() < until && !gone()) {
    const answered = await fetch(url, { method: "POST" }).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await delay(POLL_MS);
  }
  throw new Error("The embedded DynamoDB did not start.");
};

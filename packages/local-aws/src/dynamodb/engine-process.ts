/** Runs the database as a child process that always ends with this process, even if this process crashes. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { boundedFetch } from "../bounded-fetch.js";
import type { EngineCommand } from "./engine.js";

export type EngineProcess = { readonly url: string; readonly port: number; close(): Promise<void> };

// The shell becomes the database (exec), so its process id is the database's. The subshell waits for the end
// of standard input, which comes when this process closes it or dies. Then it kills the database.
const WITH_PARENT = 'exec 3<&0; ( cat <&3 >/dev/null; kill "$$" ) 2>/dev/null & exec "$@" </dev/null 3<&-';

const READY_LIMIT_MS = 15_000;
const POLL_MS = 10;
const ATTEMPTS = 5;
const ANSWER_LIMITS = { timeoutMs: 1000, maxBytes: 1024 * 1024 };

/**
 * @param preferredPort used if it is free; 0 for any free port
 * @throws Error with the output of the program if it does not start
 */
export const startEngine = async (
  commandFor: (port: number) => EngineCommand,
  preferredPort: number,
): Promise<EngineProcess> => {
  let wanted = preferredPort;
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(wanted);
    try {
      return await startOn(commandFor(port), port);
    } catch (error) {
      // Another process may have taken the port between the check and the start.
      if (attempt === ATTEMPTS || !(await isTaken(port))) throw error;
      wanted = 0;
    }
  }
};

const startOn = async ({ name, file, args }: EngineCommand, port: number): Promise<EngineProcess> => {
  const child = spawn("/bin/sh", ["-c", WITH_PARENT, name, file, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const words: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      words.push(String(chunk));
      if (words.length > 50) words.shift();
    });
  }
  // A child that has exited closes its input. That is not an error here.
  child.stdin.on("error", () => {});
  const url = `http://127.0.0.1:${port}`;
  try {
    await ready(child, url);
  } catch (error) {
    await stop(child);
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${name} did not start (${reason}): ${words.join("").trim()}`);
  }
  return { url, port, close: () => stop(child) };
};

const running = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

const ready = async (child: ChildProcess, url: string): Promise<void> => {
  const until = Date.now() + READY_LIMIT_MS;
  while (Date.now() < until) {
    if (!running(child)) throw new Error(`exit status ${child.exitCode ?? child.signalCode}`);
    if (await answers(url)) return;
    await delay(POLL_MS);
  }
  throw new Error(`no answer within ${READY_LIMIT_MS} ms`);
};

/**
 * Any DynamoDB response counts: an unsigned ListTables is answered or rejected, but in the right protocol.
 */
const answers = async (url: string): Promise<boolean> => {
  try {
    const response = await boundedFetch(url, ANSWER_LIMITS, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "DynamoDB_20120810.ListTables",
      },
      body: "{}",
    });
    return (await response.text()).startsWith("{");
  } catch {
    return false;
  }
};

const KILL_AFTER_MS = 5000;

const stop = async (child: ChildProcess): Promise<void> => {
  if (!running(child)) return;
  const gone = once(child, "exit");
  child.stdin?.end();
  const timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
  await gone;
  clearTimeout(timer);
};

/** Returns the preferred port, or another one if it is taken. */
const freePort = async (wanted: number): Promise<number> => {
  if (wanted !== 0 && !(await isTaken(wanted))) return wanted;
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
};

const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

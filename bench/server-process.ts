/** A measured server in a process of its own, with an AWS SDK client. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { timedFetch } from "../local/story/timed-fetch.js";

export interface PoolServer {
  readonly pid: number;
  readonly client: CognitoIdentityProviderClient;
  stop(): Promise<void>;
}

/** Runs Node with the arguments. `{port}` is replaced by a free port, which is also in the variable PORT. */
export const started = async (args: string[], cwd: string): Promise<PoolServer> => {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    args.map((arg) => arg.replace("{port}", String(port))),
    {
      cwd,
      env: { ...process.env, HOST: "127.0.0.1", PORT: String(port), NODE_NO_WARNINGS: "1" },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await answering(child, endpoint);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  const client = new CognitoIdentityProviderClient({
    ...{ endpoint, region: "us-east-1", maxAttempts: 1 },
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const stop = async (): Promise<void> => {
    client.destroy();
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  };
  return { pid: child.pid ?? 0, client, stop };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" ? (address?.port ?? 0) : 0;
};

const START_LIMIT_MS = 60_000;
const LOOK_LIMIT_MS = 5_000;

const answering = async (child: ChildProcess, url: string): Promise<void> => {
  const until = Date.now() + START_LIMIT_MS;
  while (child.exitCode === null) {
    if (Date.now() > until) throw new Error(`the server did not respond within ${START_LIMIT_MS} ms`);
    const answered = await timedFetch(url, {}, LOOK_LIMIT_MS).catch(() => undefined);
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the server exited before it responded");
};

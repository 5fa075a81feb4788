/**
 * DynamoDB on one machine, with the tables that the template declares: the dynoxide binary, or
 * DynamoDB Local where there is none for the platform. README.md says what differs from the service.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Stack } from "../template/index.js";
import { findEngine, type Surroundings, thisMachine } from "./engine.js";
import { type EngineProcess, startEngine } from "./engine-process.js";
import { numberedStreams } from "./numbered-streams.js";
import { createTables } from "./tables.js";

export type DynamoDbOptions = {
  readonly stack: Stack;
  /** Used when it is free. Any free port when absent or 0. */
  readonly port?: number | undefined;
  /** File that keeps the data between starts; in memory when absent. */
  readonly dbPath?: string | undefined;
  /** Forget what the file holds. */
  readonly fresh?: boolean | undefined;
  /** A DynamoDB that runs already; nothing is started then. `DYNAMODB_ENDPOINT` of the environment when absent. */
  readonly endpoint?: string | undefined;
  readonly machine?: Surroundings | undefined;
};

export type DynamoDb = {
  readonly url: string;
  readonly port: number;
  readonly client: DynamoDBClient;
  close(): Promise<void>;
};

/** @throws Error, in one line, when there is no DynamoDB for this machine or a table of the file is another one. */
export const startDynamoDb = async (options: DynamoDbOptions): Promise<DynamoDb> => {
  const endpoint = options.endpoint ?? process.env.DYNAMODB_ENDPOINT;
  const engine = endpoint ? attached(endpoint) : await started(options);
  const client = new DynamoDBClient({
    endpoint: engine.url,
    region: options.stack.region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const close = async (): Promise<void> => {
    client.destroy();
    await engine.close();
  };
  try {
    await createTables(client, options.stack);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: engine.url, port: engine.port, client, close };
};

const attached = (endpoint: string): EngineProcess => {
  const { protocol, port, origin } = new URL(endpoint);
  return { url: origin, port: Number(port || (protocol === "https:" ? 443 : 80)), close: async () => {} };
};

const started = async ({ dbPath, fresh, port, machine }: DynamoDbOptions): Promise<EngineProcess> => {
  const commandFor = findEngine(machine ?? thisMachine());
  if (dbPath !== undefined) {
    await mkdir(dirname(dbPath), { recursive: true });
    // The journal of SQLite belongs to the file; DynamoDB Local takes the folder and names the file itself.
    const ownName = join(dirname(dbPath), "shared-local-instance.db");
    const files = fresh ? [...["", "-wal", "-shm"].map((suffix) => dbPath + suffix), ownName] : [];
    await Promise.all(files.map((file) => rm(file, { force: true })));
    if (commandFor(0, dbPath).name === "dynoxide") await begin(dbPath);
  }
  return startEngine((chosen) => commandFor(chosen, dbPath), port ?? 0);
};

/** Leaves a file that is there as it is. */
const begin = async (dbPath: string): Promise<void> => {
  try {
    await writeFile(dbPath, numberedStreams(), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
};

/**
 * Local DynamoDB with the tables of the template. Uses the dynoxide binary, or DynamoDB Local if there is no
 * binary for the platform. README.md lists the differences from the service.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LocalAwsError } from "../local-aws-error.js";
import { processEnvironment } from "../process-environment.js";
import type { Stack } from "../template/index.js";
import { findEngine, type Surroundings, thisMachine } from "./engine.js";
import { type EngineProcess, startEngine } from "./engine-process.js";
import { numberedStreams } from "./numbered-streams.js";
import { createTables } from "./tables.js";

export type DynamoDbOptions = {
  readonly stack: Stack;
  /** Used if it is free. Any free port if absent or 0. */
  readonly port?: number | undefined;
  /** File that keeps the data between starts. In memory if absent. */
  readonly dbPath?: string | undefined;
  /** Delete the data in the file first. */
  readonly fresh?: boolean | undefined;
  /**
   * Endpoint of a running DynamoDB; then none is started. Default: `DYNAMODB_ENDPOINT` of the environment.
   */
  readonly endpoint?: string | undefined;
  readonly machine?: Surroundings | undefined;
};

export type DynamoDb = {
  readonly url: string;
  readonly port: number;
  readonly client: DynamoDBClient;
  close(): Promise<void>;
};

/** @throws Error, in one line, if no engine is available or a table in the file differs from the template. */
export const startDynamoDb = async (options: DynamoDbOptions): Promise<DynamoDb> => {
  const endpoint = options.endpoint ?? processEnvironment().dynamodbEndpoint;
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
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    throw new LocalAwsError("DYNAMODB_ENDPOINT takes a URL such as http://127.0.0.1:8000");
  const { protocol, port, origin } = new URL(endpoint);
  return { url: origin, port: Number(port || (protocol === "https:" ? 443 : 80)), close: async () => {} };
};

const started = async ({ dbPath, fresh, port, machine }: DynamoDbOptions): Promise<EngineProcess> => {
  const commandFor = findEngine(machine ?? thisMachine());
  if (dbPath !== undefined) {
    await mkdir(dirname(dbPath), { recursive: true });
    // SQLite's journal belongs to the file. DynamoDB Local takes the folder and chooses the file name.
    const ownName = join(dirname(dbPath), "shared-local-instance.db");
    const files = fresh ? [...["", "-wal", "-shm"].map((suffix) => dbPath + suffix), ownName] : [];
    await Promise.all(files.map((file) => rm(file, { force: true })));
    if (commandFor(0, dbPath).name === "dynoxide") await begin(dbPath);
  }
  return startEngine((chosen) => commandFor(chosen, dbPath), port ?? 0);
};

/** Creates the database file. An existing file is left unchanged. */
const begin = async (dbPath: string): Promise<void> => {
  try {
    await writeFile(dbPath, numberedStreams(), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
};

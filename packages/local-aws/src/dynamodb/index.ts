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
import { type Front, type FrontOptions, startFront } from "./front/front.js";
import { numberedStreams } from "./numbered-streams.js";
import { createTables } from "./tables.js";

export type { DynamoDbFaultInput } from "./front/faults.js";
export type { FrontOptions } from "./front/front.js";
export type { ObservedCall } from "./front/observed-call.js";

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
  /** A proxy in front of the engine that delays, reports and fails calls. If absent, callers reach the engine itself. */
  readonly front?: FrontOptions | undefined;
};

export type DynamoDb = {
  readonly url: string;
  readonly port: number;
  readonly client: DynamoDBClient;
  /** Only with the option `front`. */
  readonly front: Pick<Front, "faults" | "setDelay"> | undefined;
  close(): Promise<void>;
};

/** @throws Error, in one line, if no engine is available or a table in the file differs from the template. */
export const startDynamoDb = async (options: DynamoDbOptions): Promise<DynamoDb> => {
  const endpoint = options.endpoint ?? processEnvironment().dynamodbEndpoint;
  const engine = endpoint ? attached(endpoint) : await started(options);
  const clientOf = (url: string) =>
    new DynamoDBClient({ ...CALLER, endpoint: url, region: options.stack.region });
  const direct = clientOf(engine.url);
  const closing = [() => engine.close(), () => direct.destroy()];
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0).reverse()) await each();
  };
  try {
    await createTables(direct, options.stack);
    const { url, port } = engine;
    if (options.front === undefined) return { url, port, client: direct, front: undefined, close };
    const front = await frontOn(options.port ?? 0, { url, client: direct }, options.front);
    const client = clientOf(front.url);
    closing.push(
      () => front.close(),
      () => client.destroy(),
    );
    return { url: front.url, port: front.port, client, front, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const CALLER = { credentials: { accessKeyId: "local", secretAccessKey: "local" } };

/** As the engine does, the front takes another port if the wanted one is taken. */
const frontOn = async (port: number, engine: Parameters<typeof startFront>[0], options: FrontOptions) => {
  try {
    return await startFront(engine, options, port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return startFront(engine, options, 0);
  }
};

const attached = (endpoint: string): EngineProcess => {
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    throw new LocalAwsError("DYNAMODB_ENDPOINT takes a URL such as http://127.0.0.1:8000");
  const { protocol, port, origin } = new URL(endpoint);
  return { url: origin, port: Number(port || (protocol === "https:" ? 443 : 80)), close: async () => {} };
};

const started = async ({ dbPath, fresh, port, machine, front }: DynamoDbOptions): Promise<EngineProcess> => {
  const commandFor = findEngine(machine ?? thisMachine());
  if (dbPath !== undefined) {
    await mkdir(dirname(dbPath), { recursive: true });
    // SQLite's journal belongs to the file. DynamoDB Local takes the folder and chooses the file name.
    const ownName = join(dirname(dbPath), "shared-local-instance.db");
    const files = fresh ? [...["", "-wal", "-shm"].map((suffix) => dbPath + suffix), ownName] : [];
    await Promise.all(files.map((file) => rm(file, { force: true })));
    if (commandFor(0, dbPath).name === "dynoxide") await begin(dbPath);
  }
  return startEngine((chosen) => commandFor(chosen, dbPath), front === undefined ? (port ?? 0) : 0);
};

/** Creates the database file. An existing file is left unchanged. */
const begin = async (dbPath: string): Promise<void> => {
  try {
    await writeFile(dbPath, numberedStreams(), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
};

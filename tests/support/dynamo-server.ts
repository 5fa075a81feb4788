/** DynamoDB on this machine: the dynoxide binary as a child process, with nothing kept on disk. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { signedAwsJson } from "../../shared/adapters/aws/signed-json.js";
import type { Documents } from "../../shared/adapters/dynamo/documents.js";
import { DYNAMODB, signedDocuments } from "../../shared/adapters/dynamo/signed-documents.js";
import { asyncDeadline } from "../../shared/adapters/node/async-deadline.js";
import { TABLES, type TableName } from "./table-definitions.js";

const BINARY = fileURLToPath(new URL("../../node_modules/@dynoxide/linux-x64/dynoxide", import.meta.url));

export type DynamoServer = {
  readonly url: string;
  readonly client: DynamoDBDocumentClient;
  /** New empty tables with unique names. */
  createTables(): Promise<Record<TableName, string>>;
  close(): Promise<void>;
};

export const startDynamo = async (): Promise<DynamoServer> => {
  const port = await freePort();
  const child = spawn(BINARY, ["--port", String(port)], { stdio: "ignore" });
  await listening(child, port);
  const url = `http://127.0.0.1:${port}`;
  const client = clientOf(url);
  let made = 0;
  return {
    url,
    client,
    createTables: async () => {
      made += 1;
      const names = { directory: `directory-${made}`, audit: `audit-${made}`, guard: `guard-${made}` };
      for (const [table, name] of Object.entries(names)) await create(client, table as TableName, name);
      return names;
    },
    close: async () => {
      client.destroy();
      const gone = once(child, "exit");
      child.kill();
      await gone;
    },
  };
};

const clientOf = (endpoint: string): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      ...{ endpoint, region: "us-east-1" },
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      // Tests make hundreds of calls at once.
      requestHandler: { httpsAgent: { maxSockets: 500 }, httpAgent: { maxSockets: 500 } },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );

/**
 * The functions' calls to DynamoDB at an address, without their short time limits: what the suites are about is what
 * the tables hold, on a machine that may be busy.
 */
export const signedDocumentsOf = (endpoint: string): Documents => {
  const deadline = asyncDeadline();
  return signedDocuments(
    signedAwsJson(
      { ...DYNAMODB, endpoint },
      { region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } },
      { connectionTimeout: 10_000, requestTimeout: 30_000, attempts: 2 },
      deadline,
    ),
    deadline,
  );
};

const create = async (client: DynamoDBDocumentClient, table: TableName, name: string): Promise<void> => {
  const { AttributeDefinitions, KeySchema, ...indexes } = TABLES[table];
  const command = new CreateTableCommand({
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions,
    KeySchema: [...KeySchema],
    ...("GlobalSecondaryIndexes" in indexes && {
      GlobalSecondaryIndexes: indexes.GlobalSecondaryIndexes.map((index) => ({ ...index })),
    }),
  });
  await client.send(command);
};

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
};

/** Waits until a server listens. Each refused connection triggers the next attempt. */
const listening = async (child: ChildProcess, port: number): Promise<void> => {
  for (;;) {
    if (child.exitCode !== null) throw new Error("dynoxide did not start");
    const socket = connect(port, "127.0.0.1");
    const connected = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (connected) return;
  }
};

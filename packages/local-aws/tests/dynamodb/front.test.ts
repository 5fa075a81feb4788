/** The front passes calls unchanged, delays them and reports what they touched and cost. */
import { once } from "node:events";
import { createServer as createHttpServer, request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { text } from "node:stream/consumers";
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, describe, expect, it } from "@jest/globals";
import { type ObservedCall, startDynamoDb } from "../../src/dynamodb/index.js";
import { closeFronts, keyOf, noTables, order, startFront } from "./front-fixture.js";

afterEach(closeFronts);

const signature =
  "AWS4-HMAC-SHA256 Credential=a/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00";
const answerOf = async (url: string, operation: string, input: object) => {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": operation,
      "x-amz-date": "20200101T000000Z",
      authorization: signature,
    },
    body: JSON.stringify(input),
  });
  const { status, headers } = response;
  const named = ["content-type", "content-length", "x-amz-crc32"].map((name) => headers.get(name));
  return { status, named, body: await response.text() };
};

describe("an answer", () => {
  it.each([
    ["DynamoDB_20120810.GetItem", keyOf("a")],
    ["DynamoDB_20120810.GetItem", keyOf("missing")],
    ["DynamoDB_20120810.GetItem", { ...keyOf("a"), ReturnConsumedCapacity: "TOTAL" }],
    ["DynamoDB_20120810.GetItem", { ...keyOf("a"), ReturnConsumedCapacity: "NONE" }],
    ["DynamoDB_20120810.GetItem", { TableName: 1, Key: [] }],
    ["DynamoDB_20120810.PutItem", order("a")],
    ["DynamoDB_20120810.Query", { TableName: "unknown" }],
    ["DynamoDB_20120810.TransactGetItems", { TransactItems: [{ Get: keyOf("a") }] }],
    ["DynamoDB_20120810.TransactWriteItems", { TransactItems: [{}, { Put: 1 }, { Put: order("a") }] }],
    ["DynamoDB_20120810.BatchGetItem", { RequestItems: { orders: { Keys: [keyOf("a").Key] } } }],
    ["DynamoDB_20120810.ListTables", {}],
    ["DynamoDB_20120810.Nonsense", {}],
    ["DynamoDBStreams_20120810.ListStreams", {}],
  ])("of %s %j has the same bytes with and without the front", async (operation, input) => {
    const { url, engineUrl, client } = await startFront({ conflicts: true });
    await client.send(new PutItemCommand(order("a")));

    expect(await answerOf(url, operation, input)).toEqual(await answerOf(engineUrl, operation, input));
  });

  const ITEM = '{"Item":{"1":{"S":"\\"ConsumedCapacity\\":{}"}, "ConsumedCapacity" :{"S":"Ü🎉"}}';
  const CAPACITY = '"ConsumedCapacity":{"TableName":"orders","CapacityUnits":1.0}';
  it.each([
    [`${ITEM},${CAPACITY}}`, `${ITEM}}`, 1],
    [`{${CAPACITY}}`, "{}", 1],
    [`{"Item":{"ConsumedCapacity":{"S":"x"}}}`, `{"Item":{"ConsumedCapacity":{"S":"x"}}}`, 0],
    ["not JSON", "not JSON", 0],
  ])("%s of the engine is passed as %s", async (answer, passed, readUnits) => {
    const received: string[] = [];
    const engine = createHttpServer(async (incoming, response) => {
      received.push(`${incoming.url} ${incoming.headers["x-other"]} ${await text(incoming)}`);
      response.end(answer);
    }).listen(0, "127.0.0.1");
    await once(engine, "listening");
    const endpoint = `http://127.0.0.1:${(engine.address() as AddressInfo).port}`;
    const calls: ObservedCall[] = [];
    const front = { observe: (call: ObservedCall) => calls.push(call) };
    const database = await startDynamoDb({ stack: noTables, endpoint, front });
    const headers = { "x-amz-target": "DynamoDB_20120810.GetItem", "x-other": "kept" };
    const get = {
      method: "POST",
      headers,
      body: '{ "TableName": "orders" , "ReturnConsumedCapacity":"TOTAL"}',
    };
    const measured = { ...get, body: '{"TableName":"orders"}' };
    const unchanged = await (await fetch(`${database.url}//path?a=b`, get)).text();
    const cut = await (await fetch(database.url, measured)).text();
    await database.close();
    engine.close();

    expect([unchanged, cut]).toEqual([answer, passed]);
    expect(received).toEqual([
      `//path?a=b kept ${get.body}`,
      '/ kept {"TableName":"orders","ReturnConsumedCapacity":"INDEXES"}',
    ]);
    expect(calls.map((call) => call.readUnits)).toEqual([readUnits, readUnits]);
  });

  it("of a page that has rebound its name to the loopback is a refusal", async () => {
    const { port } = await startFront();
    const [response] = await once(
      request({ port, host: "127.0.0.1", method: "POST", headers: { host: "evil.example" } }).end(),
      "response",
    );

    expect(response.resume().statusCode).toBe(403);
  });
});

describe("the address", () => {
  it("is another one if the wanted port is taken", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as AddressInfo;
    const database = await startFront({}, { port });
    holder.close();

    expect(database.port).not.toBe(port);
    expect((await answerOf(database.url, "DynamoDB_20120810.ListTables", {})).status).toBe(200);
  });
});

describe("a delay", () => {
  it("comes before every call, and can be changed", async () => {
    const { client, calls, front } = await startFront({ delayMs: 80 });
    await client.send(new GetItemCommand(keyOf("a")));
    front?.setDelay(0);
    await client.send(new GetItemCommand(keyOf("a")));
    const [late, prompt] = calls.map(({ startedAt, endedAt }) => endedAt - startedAt);

    expect(late).toBeGreaterThanOrEqual(79);
    expect(prompt).toBeLessThan(79);
  });
});

const update = (pk: string, name: string, more: object = {}) =>
  new UpdateItemCommand({
    ...keyOf(pk),
    UpdateExpression: "SET #name = :value",
    ExpressionAttributeNames: { "#name": name },
    ExpressionAttributeValues: { ":value": { S: "x" } },
    ...more,
  });
const onlyIfNew = { ConditionExpression: "attribute_not_exists(pk)" };
const large = { text: { S: "x".repeat(1500) } };

describe("an observer gets", () => {
  type Send = (client: DynamoDBClient) => Promise<unknown>;
  const none = {
    itemsRead: 0,
    itemsWritten: 0,
    itemsChecked: 0,
    readUnits: 0,
    writeUnits: 0,
    error: undefined,
  };
  const cases: readonly [string, Send, object][] = [
    [
      "a get",
      (to) => to.send(new GetItemCommand({ ...keyOf("a"), ConsistentRead: true })),
      { operation: "GetItem", itemsRead: 1, readUnits: 1 },
    ],
    [
      "a put of two KB",
      (to) => to.send(new PutItemCommand(order("b", large))),
      { itemsWritten: 1, writeUnits: 2 },
    ],
    [
      "a put with an index",
      (to) => to.send(new PutItemCommand(order("b", { owner: { S: "x" } }))),
      { itemsWritten: 1, writeUnits: 2 },
    ],
    ["a moved index key", (to) => to.send(update("a", "owner")), { itemsWritten: 1, writeUnits: 3 }],
    [
      "a failed condition",
      (to) => to.send(update("a", "owner", onlyIfNew)),
      { itemsWritten: 1, writeUnits: 1, error: "ConditionalCheckFailedException" },
    ],
    [
      "a delete",
      (to) => to.send(new DeleteItemCommand(keyOf("missing"))),
      { itemsWritten: 1, writeUnits: 1 },
    ],
    [
      "a query of an index",
      (to) =>
        to.send(
          new QueryCommand({
            TableName: "orders",
            IndexName: "by-owner",
            KeyConditionExpression: "#o = :o",
            ExpressionAttributeNames: { "#o": "owner" },
            ExpressionAttributeValues: { ":o": { S: "ada" } },
          }),
        ),
      { itemsRead: 1, readUnits: 0.5 },
    ],
    [
      "a batch of reads",
      (to) =>
        to.send(
          new BatchGetItemCommand({
            RequestItems: { orders: { Keys: [keyOf("a").Key, keyOf("b").Key], ConsistentRead: true } },
          }),
        ),
      { itemsRead: 2, readUnits: 2 },
    ],
    [
      "a batch of writes",
      (to) =>
        to.send(
          new BatchWriteItemCommand({
            RequestItems: {
              orders: [{ PutRequest: { Item: order("b").Item } }],
              items: [{ DeleteRequest: { Key: { number: { N: "1" } } } }],
            },
          }),
        ),
      { tables: ["orders", "items"], itemsWritten: 2, writeUnits: 2 },
    ],
    [
      "a transaction of reads",
      (to) => to.send(new TransactGetItemsCommand({ TransactItems: [{ Get: keyOf("a") }] })),
      { itemsRead: 1, readUnits: 2 },
    ],
    [
      "a transaction of writes",
      (to) =>
        to.send(
          new TransactWriteItemsCommand({
            TransactItems: [
              { Put: order("b") },
              { ConditionCheck: { ...keyOf("a"), ConditionExpression: "attribute_exists(pk)" } },
            ],
          }),
        ),
      { itemsWritten: 1, itemsChecked: 1, writeUnits: 4 },
    ],
    [
      "a cancelled transaction",
      (to) =>
        to.send(
          new TransactWriteItemsCommand({
            TransactItems: [{ Put: order("b", large) }, { Put: { ...order("a"), ...onlyIfNew } }],
          }),
        ),
      { itemsWritten: 2, writeUnits: 6, error: "TransactionCanceledException" },
    ],
    [
      "an unknown table",
      (to) => to.send(new GetItemCommand({ TableName: "unknown", Key: keyOf("a").Key })),
      { tables: ["unknown"], itemsRead: 1, error: "ResourceNotFoundException" },
    ],
  ];
  it.each(cases)("the items and the billed capacity of %s", async (_, send, expected) => {
    const { client, calls } = await startFront();
    await client.send(new PutItemCommand(order("a", { owner: { S: "ada" } })));
    await send(client).catch(() => undefined);

    expect(calls).toHaveLength(2);
    expect(calls[0]?.input).toEqual(order("a", { owner: { S: "ada" } }));
    expect(calls[1]).toMatchObject({ ...none, tables: ["orders"], ...expected });
  });
});

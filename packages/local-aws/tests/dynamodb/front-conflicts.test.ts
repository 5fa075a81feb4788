/** Transaction conflicts of overlapping calls, by the rules of DynamoDB. */
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, describe, expect, it } from "@jest/globals";
import { closeFronts, Gate, keyOf, order, startFront } from "./front-fixture.js";

afterEach(closeFronts);

type Send = (client: DynamoDBClient) => Promise<unknown>;

const check = (pk: string): TransactWriteItem => ({
  ConditionCheck: { ...keyOf(pk), ConditionExpression: "attribute_not_exists(pk)" },
});
const put = (pk: string): TransactWriteItem => ({ Put: order(pk) });
const numbered = (number: string) => ({ TableName: "items", Item: { number: { N: number } } });
const transact =
  (items: readonly TransactWriteItem[], ClientRequestToken?: string): Send =>
  (client) =>
    client.send(new TransactWriteItemsCommand({ TransactItems: [...items], ClientRequestToken }));
const get =
  (pk: string): Send =>
  (client) =>
    client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: keyOf("free") }, { Get: keyOf(pk) }] }));

/** Sends the second call while the first one is in progress. Returns the error of the second. */
const during = async (first: Send, second: Send, conflicts = true) => {
  const gate = new Gate();
  const { client } = await startFront({ conflicts }, { gate });
  const running = first(client);
  await gate.arrived;
  const [outcome] = await Promise.allSettled([second(client)]);
  gate.release();
  await running;
  return outcome.status === "rejected" ? outcome.reason : undefined;
};

const CANCELLED = (...codes: string[]) => ({
  name: "TransactionCanceledException",
  message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(", ")}]`,
  CancellationReasons: codes.map((Code) => ({ Code })),
});
const REJECTED = { name: "TransactionConflictException", message: "Transaction is ongoing for the item" };

describe("while a transaction is in progress", () => {
  it.each<[string, Send, object]>([
    [
      "a transaction",
      transact([put("c"), put("b"), check("d")]),
      CANCELLED("None", "TransactionConflict", "None"),
    ],
    ["a check of a checked item", transact([check("a")]), CANCELLED("TransactionConflict")],
    ["a transaction of reads", get("b"), CANCELLED("None", "TransactionConflict")],
    ["a put", (client) => client.send(new PutItemCommand(order("b"))), REJECTED],
    ["an update", (client) => client.send(new UpdateItemCommand(keyOf("a"))), REJECTED],
    ["a delete", (client) => client.send(new DeleteItemCommand(keyOf("b"))), REJECTED],
    [
      "the same number in another form",
      (client) => client.send(new PutItemCommand(numbered("1.0"))),
      REJECTED,
    ],
  ])("%s on one of its items conflicts", async (_, second, expected) => {
    const first = transact([check("a"), put("b"), { Put: numbered("1") }]);

    expect(await during(first, second)).toMatchObject(expected);
  });

  it.each<[string, Send]>([
    ["a transaction on other items", transact([put("c")])],
    ["a write of another item", (client) => client.send(new PutItemCommand(order("c")))],
    ["a get", (client) => client.send(new GetItemCommand(keyOf("b")))],
    [
      "a query",
      (client) =>
        client.send(
          new QueryCommand({
            TableName: "orders",
            KeyConditionExpression: "pk = :pk",
            ExpressionAttributeValues: { ":pk": { S: "b" } },
          }),
        ),
    ],
    ["its own repetition", transact([check("a"), put("b")], "token-1")],
  ])("%s does not conflict", async (_, second) => {
    expect(await during(transact([check("a"), put("b")], "token-1"), second)).toBeUndefined();
  });
});

describe("while a single write is in progress", () => {
  const write: Send = (client) => client.send(new PutItemCommand(order("b")));
  const batch: Send = (client) =>
    client.send(
      new BatchWriteItemCommand({ RequestItems: { orders: [{ PutRequest: { Item: order("b").Item } }] } }),
    );

  it.each([
    ["put", write],
    ["batch", batch],
  ])("a transaction of reads on the item of the %s conflicts", async (_, first) => {
    expect(await during(first, get("b"))).toMatchObject(CANCELLED("None", "TransactionConflict"));
  });

  it.each([
    ["another write", write],
    ["a transaction", transact([put("b")])],
  ])("%s on its item does not conflict", async (_, second) => {
    expect(await during(write, second)).toBeUndefined();
  });
});

it("a transaction is in progress during its delay, and a conflicting one writes nothing", async () => {
  const { client } = await startFront({ conflicts: true, delayMs: 150 });
  const attempts = ["c", "d"].map((pk) => transact([put("b"), put(pk)])(client));
  const succeeded = (await Promise.allSettled(attempts)).map(({ status }) => status === "fulfilled");
  const gets = ["c", "d"].map((pk) =>
    client.send(new GetItemCommand({ ...keyOf(pk), ConsistentRead: true })),
  );

  expect([...succeeded].sort()).toEqual([false, true]);
  expect((await Promise.all(gets)).map(({ Item }) => Item !== undefined)).toEqual(succeeded);
});

it("a transaction that has ended does not conflict, also if it failed", async () => {
  const { client } = await startFront({ conflicts: true });
  await transact([put("b")])(client);
  await expect(transact([check("b")])(client)).rejects.toMatchObject(CANCELLED("ConditionalCheckFailed"));

  await expect(transact([put("b")])(client)).resolves.toBeDefined();
});

it("without the option, overlapping transactions do not conflict", async () => {
  expect(await during(transact([put("b")]), transact([put("b")]), false)).toBeUndefined();
});

/** Faults on purpose in front of the database. */
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { DynamoDbFaultInput } from "../../src/dynamodb/index.js";
import { closeFronts, keyOf, order, startFront } from "./front-fixture.js";

afterEach(closeFronts);

const put = (client: DynamoDBClient, pk = "a") => client.send(new PutItemCommand(order(pk)));
const transact = (client: DynamoDBClient) =>
  client.send(
    new TransactWriteItemsCommand({
      TransactItems: [{ Put: order("a") }, { Delete: { TableName: "items", Key: { number: { N: "1" } } } }],
    }),
  );
const stored = async (client: DynamoDBClient) =>
  (await client.send(new GetItemCommand({ ...keyOf("a"), ConsistentRead: true }))).Item !== undefined;
const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "done",
    (error: Error) => error.name,
  );
const post = (url: string, body: unknown, type = "application/json") =>
  fetch(`${url}/_local/faults`, {
    method: "POST",
    headers: { "content-type": type },
    body: JSON.stringify(body),
  });

describe("a transaction conflict", () => {
  it("is answered once, to writes and transactions only", async () => {
    const { client } = await startFront({ faults: [{ fault: "transaction-conflict" }] });

    expect(await stored(client)).toBe(false);
    expect(await outcome(put(client))).toBe("TransactionConflictException");
    expect(await stored(client)).toBe(false);
    expect(await outcome(put(client))).toBe("done");
  });

  it("of a transaction is at the place of the table's first item", async () => {
    const { client } = await startFront({ faults: [{ fault: "transaction-conflict", table: "items" }] });

    expect(await outcome(put(client))).toBe("done");
    await expect(transact(client)).rejects.toMatchObject({
      CancellationReasons: [{ Code: "None" }, { Code: "TransactionConflict" }],
    });
    expect(await outcome(transact(client))).toBe("done");
  });
});

describe("throttling", () => {
  it("is an exception of single calls and batches", async () => {
    const { client } = await startFront({ faults: [{ fault: "throttled", times: 2 }] });
    const batch = new BatchGetItemCommand({ RequestItems: { orders: { Keys: [keyOf("a").Key] } } });

    expect(await outcome(put(client))).toBe("ProvisionedThroughputExceededException");
    expect(await outcome(client.send(batch))).toBe("ProvisionedThroughputExceededException");
    expect(await outcome(put(client))).toBe("done");
  });

  it("is a cancellation reason of transactions", async () => {
    const { client } = await startFront({ faults: [{ fault: "throttled", table: "orders", times: 2 }] });
    const read = new TransactGetItemsCommand({ TransactItems: [{ Get: keyOf("a") }] });

    await expect(transact(client)).rejects.toMatchObject({
      CancellationReasons: [{ Code: "ProvisionedThroughputExceeded" }, { Code: "None" }],
    });
    await expect(client.send(read)).rejects.toMatchObject({
      CancellationReasons: [{ Code: "ProvisionedThroughputExceeded" }],
    });
  });
});

describe("a cut connection", () => {
  it.each([true, false])("loses the answer (the call has run: %s)", async (ran) => {
    const { client, calls } = await startFront({
      faults: [{ fault: "connection-cut", operation: "PutItem", ran }],
    });

    expect(await outcome(put(client))).not.toBe("done");
    expect(await stored(client)).toBe(ran);
    expect(calls[0]).toMatchObject({ operation: "PutItem", error: "ConnectionClosed" });
  });
});

describe("a stalled call", () => {
  it.each([true, false])("is answered late (the call has run: %s)", async (ran) => {
    const { client, calls } = await startFront({
      faults: [{ fault: "stalled", operation: "PutItem", delayMs: 300, ran }],
    });
    const late = put(client);
    // The first read starts after the put arrived: the client sends in order, over separate connections.
    while (ran && !(await stored(client))) expect(calls.some(isPut)).toBe(false);
    await late;
    const [call] = calls.filter(isPut);

    expect((call?.endedAt ?? 0) - (call?.startedAt ?? 0)).toBeGreaterThanOrEqual(299);
    expect(await stored(client)).toBe(true);
  });
  const isPut = ({ operation }: { readonly operation: string }) => operation === "PutItem";
});

describe("the endpoint", () => {
  it("affects the third put of a table", async () => {
    const { url, client } = await startFront();
    await post(url, [{ fault: "throttled", operation: "PutItem", table: "orders", after: 2 }]);
    const outcomes: string[] = [];
    for (const pk of ["a", "b", "c", "d"]) {
      await transact(client);
      outcomes.push(await outcome(put(client, pk)));
    }

    expect(outcomes).toEqual(["done", "done", "ProvisionedThroughputExceededException", "done"]);
  });

  it("replaces the faults, and shows those that are left", async () => {
    const { url } = await startFront({ faults: [{ fault: "throttled" }] });
    const set: DynamoDbFaultInput[] = [{ fault: "stalled", delayMs: 5, times: 2 }];
    const planned = { faults: [{ ...set[0], operation: "*", table: "*", after: 0, ran: false }] };

    expect(await (await post(url, set)).json()).toEqual(planned);
    expect(await (await fetch(`${url}/_local/faults`)).json()).toEqual(planned);
  });

  it.each([
    [[{ fault: "nonsense" }], "application/json", 400],
    [[{ fault: "stalled" }], "application/json", 400],
    [[], "text/plain", 415],
  ])("refuses %j of type %s", async (body, type, status) => {
    const { url } = await startFront();

    expect((await post(url, body, type)).status).toBe(status);
  });
});

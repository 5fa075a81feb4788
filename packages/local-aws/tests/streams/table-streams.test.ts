import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { startStreamPoller } from "../../src/streams/index.js";
import { failure, keysOf, ok, type ReceivedRecord, recorder, tableFixture } from "./table-fixture.js";

let db: Awaited<ReturnType<typeof tableFixture>>;
let directory: string;
let number = 0;
beforeAll(async () => {
  db = await tableFixture();
  directory = await mkdtemp(join(tmpdir(), "streams-"));
});
afterEach(() => db.closePollers());
afterAll(async () => {
  await db.close();
  await rm(directory, { recursive: true });
});

const newTable = async (): Promise<string> => {
  const name = `table-${++number}`;
  await db.createTable(name);
  return name;
};
const report = (...itemIdentifiers: unknown[]) => ({
  statusCode: 200,
  payload: JSON.stringify({
    batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })),
  }),
});
const sequenceOf = (records: readonly ReceivedRecord[], key: string): string | undefined =>
  records.find((record) => keysOf([record])[0] === key)?.dynamodb.SequenceNumber;

describe("a function", () => {
  it("receives records in the shape that Lambda gives them", async () => {
    const streamTable = await newTable();
    const calls = recorder(() => ok);
    const poller = await db.poll(
      { streamTable },
      { invoke: calls.invoke, region: "eu-west-1", accountId: "111122223333" },
    );
    const Item = {
      ...{ k: { S: "a" }, n: { N: "1.5" }, b: { B: Buffer.from("hi") }, bs: { BS: [Buffer.from("x")] } },
      l: { L: [{ M: { z: { NULL: true as const }, t: { BOOL: true } } }] },
    };
    const before = Math.floor(Date.now() / 1000);
    await db.client.send(new PutItemCommand({ TableName: streamTable, Item }));
    await db.put(streamTable, "a");
    await db.remove(streamTable, "a");
    await poller.idle();

    const [insert, modify, remove] = calls.batches.flat();
    expect(insert).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: "eu-west-1",
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { k: { S: "a" } },
        NewImage: { ...Item, n: { N: "1.5" }, b: { B: "aGk=" }, bs: { BS: ["eA=="] } },
        SequenceNumber: expect.stringMatching(/^\d+$/),
        SizeBytes: expect.any(Number),
        StreamViewType: "NEW_AND_OLD_IMAGES",
      },
      eventSourceARN: expect.stringMatching(
        new RegExp(`^arn:aws:dynamodb:eu-west-1:111122223333:table/${streamTable}/stream/`),
      ),
    });
    const created = insert?.dynamodb.ApproximateCreationDateTime;
    expect(created).toBeGreaterThanOrEqual(before);
    expect(created).toBeLessThanOrEqual(Date.now() / 1000);
    expect(modify).toMatchObject({
      eventName: "MODIFY",
      dynamodb: { NewImage: { k: { S: "a" } }, OldImage: { n: { N: "1.5" } } },
    });
    expect(remove).toMatchObject({ eventName: "REMOVE", dynamodb: { OldImage: { k: { S: "a" } } } });
    expect(remove?.dynamodb).not.toHaveProperty("NewImage");
    expect(new Set(calls.batches.flat().map(({ eventID }) => eventID)).size).toBe(3);
  });

  it("receives a write soon", async () => {
    const streamTable = await newTable();
    let received = (): void => {};
    const arrival = new Promise<void>((resolve) => {
      received = resolve;
    });
    const poller = await db.poll(
      { streamTable },
      {
        invoke: async () => {
          received();
          return ok;
        },
      },
    );
    await poller.idle();
    const started = performance.now();
    await db.put(streamTable, "a");
    await arrival;
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it("receives what was written before it was there, in order and in batches", async () => {
    const streamTable = await newTable();
    await db.put(streamTable, "a", "b", "c", "d", "e");
    const calls = recorder(() => ok);
    const poller = await db.poll({ streamTable, batchSize: 2 }, calls);
    await poller.idle();
    expect(calls.keys()).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  });

  it("receives only new writes when it starts at the latest", async () => {
    const streamTable = await newTable();
    await db.put(streamTable, "old");
    const calls = recorder(() => ok);
    const poller = await db.poll({ streamTable, startingPosition: "LATEST" }, calls);
    await poller.idle();
    await db.put(streamTable, "new");
    await poller.idle();
    expect(calls.keys()).toEqual([["new"]]);
  });

  it("is not called for a write that changes nothing, or for records that its filters exclude", async () => {
    const streamTable = await newTable();
    const filters = [
      JSON.stringify({ eventName: ["INSERT"], dynamodb: { Keys: { k: { S: [{ prefix: "EVENT#" }] } } } }),
      JSON.stringify({ eventName: ["REMOVE"] }),
    ];
    const [all, some] = [recorder(() => ok), recorder(() => ok)];
    const pollers = [
      await db.poll({ streamTable }, all),
      await db.poll({ streamTable, filters, functionName: "other" }, some),
    ];
    await db.put(streamTable, "EVENT#1", "EVENT#1", "other");
    await db.remove(streamTable, "other");
    for (const poller of pollers) await poller.idle();
    expect(all.keys().flat()).toEqual(["EVENT#1", "other", "other"]);
    expect(some.batches.flat().map(({ eventName }) => eventName)).toEqual(["INSERT", "REMOVE"]);
  });

  it("gets a batch that is too large for one invocation in several", async () => {
    const streamTable = await newTable();
    for (let index = 0; index < 20; index += 1) {
      const Item = { k: { S: `k${index}` }, v: { S: "x".repeat(390_000) } };
      await db.client.send(new PutItemCommand({ TableName: streamTable, Item }));
    }
    const calls = recorder(() => ok);
    const poller = await db.poll({ streamTable }, calls);
    await poller.idle();
    expect(calls.keys().flat()).toHaveLength(20);
    const sizes = calls.batches.map((Records) => Buffer.byteLength(JSON.stringify({ Records })));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(6 * 1024 * 1024);
    expect(calls.batches.length).toBeLessThan(5);
  });
});

describe("a failed batch", () => {
  it("is delivered again, complete, before later records", async () => {
    const streamTable = await newTable();
    await db.put(streamTable, "a", "b");
    const calls = recorder((_, call) => (call <= 2 ? failure : ok));
    const poller = await db.poll({ streamTable }, calls);
    await poller.idle();
    await db.put(streamTable, "c");
    await poller.idle();
    expect(calls.keys()).toEqual([["a", "b"], ["a", "b"], ["a", "b"], ["c"]]);
  });

  it("is delivered again from the first record that the function reports", async () => {
    const streamTable = await newTable();
    await db.put(streamTable, "a", "b", "c", "d");
    const calls = recorder((records, call) =>
      call === 1 ? report(sequenceOf(records, "d"), sequenceOf(records, "c")) : report(),
    );
    const poller = await db.poll({ streamTable, functionResponseTypes: ["ReportBatchItemFailures"] }, calls);
    await poller.idle();
    expect(calls.keys()).toEqual([
      ["a", "b", "c", "d"],
      ["c", "d"],
    ]);
  });

  it.each<[string, unknown]>([
    ["an unknown record", { batchItemFailures: [{ itemIdentifier: "999999" }] }],
    ["an empty identifier", { batchItemFailures: [{ itemIdentifier: "" }] }],
    ["no identifier", { batchItemFailures: [{ id: "1" }] }],
    ["something else than a list", { batchItemFailures: "all" }],
  ])("is failed whole when the function reports %s", async (_, payload) => {
    const streamTable = await newTable();
    await db.put(streamTable, "a", "b");
    const calls = recorder((_records, call) =>
      call === 1 ? { statusCode: 200, payload: JSON.stringify(payload) } : ok,
    );
    const poller = await db.poll({ streamTable, functionResponseTypes: ["ReportBatchItemFailures"] }, calls);
    await poller.idle();
    expect(calls.keys()).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  it.each(["", "null", "{}", '{"batchItemFailures":null}', '{"batchItemFailures":[]}'])(
    "is not reported if the function answers %j",
    async (payload) => {
      const streamTable = await newTable();
      await db.put(streamTable, "a");
      const calls = recorder(() => ({ statusCode: 200, payload }));
      const poller = await db.poll(
        { streamTable, functionResponseTypes: ["ReportBatchItemFailures"] },
        calls,
      );
      await poller.idle();
      expect(calls.keys()).toEqual([["a"]]);
    },
  );

  it("is halved until the bad record is alone, which is given up after its retries", async () => {
    const streamTable = await newTable();
    await db.put(streamTable, "a", "b", "BAD", "d");
    const calls = recorder((records) => (keysOf(records).includes("BAD") ? failure : ok));
    const messages: [string, unknown][] = [];
    const poller = await db.poll(
      {
        ...{ streamTable, bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 },
        onFailureQueue: "arn:aws:sqs:us-east-1:000000000000:failures",
      },
      { ...calls, sendToQueue: (queue, message) => messages.push([queue, JSON.parse(message)]) },
    );
    await poller.idle();
    expect(calls.keys()).toEqual([["a", "b", "BAD", "d"], ["a", "b"], ["BAD", "d"], ["BAD"], ["BAD"], ["d"]]);
    const bad = sequenceOf(calls.batches[0] ?? [], "BAD");
    expect(messages).toEqual([
      [
        "arn:aws:sqs:us-east-1:000000000000:failures",
        {
          requestContext: {
            ...{ requestId: expect.any(String), functionArn: "relay", approximateInvokeCount: 2 },
            condition: "RetryAttemptsExhausted",
          },
          responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
          version: "1.0",
          timestamp: expect.any(String),
          DDBStreamBatchInfo: {
            ...{
              shardId: expect.any(String),
              startSequenceNumber: bad,
              endSequenceNumber: bad,
              batchSize: 1,
            },
            approximateArrivalOfFirstRecord: expect.any(String),
            approximateArrivalOfLastRecord: expect.any(String),
            streamArn: expect.stringContaining(`table/${streamTable}/stream/`),
          },
        },
      ],
    ]);
    expect(poller.discarded()).toEqual(messages.map(([, message]) => message));
  });

  it("does not use up its retries while the function cannot be reached", async () => {
    const streamTable = await newTable();
    await db.put(streamTable, "a");
    const calls = recorder((_, call) => {
      if (call === 1) throw new Error("no such host");
      return call < 4 ? { statusCode: 429, payload: "" } : ok;
    });
    const poller = await db.poll({ streamTable, maximumRetryAttempts: 0 }, calls);
    await poller.idle();
    expect(calls.batches).toHaveLength(4);
    expect(poller.discarded()).toEqual([]);
  });
});

describe("a restart", () => {
  const checkpoints = () => join(directory, `positions-${++number}`, "streams.json");

  it("continues where the last run ended", async () => {
    const streamTable = await newTable();
    const checkpointFile = checkpoints();
    const first = recorder(() => ok);
    await db.put(streamTable, "a", "b");
    const poller = await db.poll({ streamTable }, { ...first, checkpointFile });
    await poller.idle();
    await poller.close();
    await db.put(streamTable, "c");
    const second = recorder(() => ok);
    await (await db.poll({ streamTable }, { ...second, checkpointFile })).idle();
    expect([first.keys(), second.keys()]).toEqual([[["a", "b"]], [["c"]]]);
  });

  it("in the middle of a failing batch repeats only what was not settled", async () => {
    const streamTable = await newTable();
    const checkpointFile = checkpoints();
    await db.put(streamTable, "a", "b", "c");
    let stuck = (): void => {};
    const isStuck = new Promise<void>((resolve) => {
      stuck = resolve;
    });
    const first = recorder((records) => {
      if (keysOf(records)[0] === "b") stuck();
      return report(sequenceOf(records, "b"));
    });
    const mapping = { streamTable, functionResponseTypes: ["ReportBatchItemFailures"] as const };
    const poller = await db.poll(mapping, { ...first, checkpointFile });
    await isStuck;
    await poller.close();
    const second = recorder(() => report());
    await (await db.poll(mapping, { ...second, checkpointFile })).idle();
    expect(second.keys()).toEqual([["b", "c"]]);
  });

  it("loses nothing of a mapping that started at the latest and had nothing to do", async () => {
    const streamTable = await newTable();
    const checkpointFile = checkpoints();
    const mapping = { streamTable, startingPosition: "LATEST" as const };
    const poller = await db.poll(mapping, { ...recorder(() => ok), checkpointFile });
    await poller.idle();
    await poller.close();
    await db.put(streamTable, "while away");
    const calls = recorder(() => ok);
    await (await db.poll(mapping, { ...calls, checkpointFile })).idle();
    expect(calls.keys()).toEqual([["while away"]]);
  });

  it("waits for no invocation for ever", async () => {
    const streamTable = await newTable();
    let called = (): void => {};
    const isCalled = new Promise<void>((resolve) => {
      called = resolve;
    });
    const poller = await db.poll(
      { streamTable },
      {
        invoke: () => {
          called();
          return new Promise(() => {});
        },
      },
    );
    await db.put(streamTable, "a");
    await isCalled;
    const idle = poller.idle();
    await poller.close();
    await idle;
  });

  it("does not begin with positions that cannot be read", async () => {
    const checkpointFile = checkpoints();
    const streamTable = await newTable();
    const poller = await db.poll({ streamTable }, { ...recorder(() => ok), checkpointFile });
    await poller.close();
    await writeFile(checkpointFile, (await readFile(checkpointFile, "utf8")).slice(1));
    await expect(db.poll({ streamTable }, { ...recorder(() => ok), checkpointFile })).rejects.toThrow(
      "is damaged",
    );
  });
});

describe("a table", () => {
  it("may be created after the mapping", async () => {
    const streamTable = `table-${++number}`;
    const calls = recorder(() => ok);
    const poller = await db.poll({ streamTable }, calls);
    await poller.idle();
    await db.createTable(streamTable);
    await db.put(streamTable, "a");
    await poller.idle();
    expect(calls.keys()).toEqual([["a"]]);
  });

  it("may be deleted and made again", async () => {
    const streamTable = await newTable();
    const calls = recorder(() => ok);
    const poller = await db.poll({ streamTable }, calls);
    await db.put(streamTable, "first");
    await poller.idle();
    await db.client.send(new DeleteTableCommand({ TableName: streamTable }));
    await db.createTable(streamTable);
    await db.put(streamTable, "second");
    await poller.idle();
    expect(calls.keys().flat()).toContain("second");
  });
});

it.each([
  ["a batch size of none", { batchSize: 0 }],
  ["a bad filter", { filters: ['{"eventName":"INSERT"}'] }],
  ["a batching window of six minutes", { maximumBatchingWindowInSeconds: 360 }],
  ["too few retries", { maximumRetryAttempts: -2 }],
])("a mapping with %s is refused by name", async (_, over) => {
  const mapping = {
    streamTable: "t",
    functionName: "relay",
    batchSize: 1,
    startingPosition: "LATEST" as const,
  };
  const start = startStreamPoller({
    endpoint: db.endpoint,
    mappings: [{ ...mapping, ...over }],
    invoke: async () => ok,
  });
  await expect(start).rejects.toThrow(/^relay <- t: /);
});

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { systemTimers, type Timers } from "../../src/event-bus/timers.js";
import { type StreamPoller, type StreamPollerOptions, startStreamPoller } from "../../src/streams/index.js";
import { fakeStreams } from "./fake-streams.js";
import { ok, recorder } from "./table-fixture.js";

let streams: Awaited<ReturnType<typeof fakeStreams>>;
let directory: string;
let calls: ReturnType<typeof recorder>;
const pollers: StreamPoller[] = [];
beforeEach(async () => {
  streams = await fakeStreams();
  directory = await mkdtemp(join(tmpdir(), "shards-"));
  calls = recorder(() => ok);
});
afterEach(async () => {
  for (const poller of pollers.splice(0)) await poller.close();
  await streams.close();
  await rm(directory, { recursive: true });
});

const poll = async (
  startingPosition: "TRIM_HORIZON" | "LATEST" = "TRIM_HORIZON",
  options: Partial<StreamPollerOptions> = {},
): Promise<StreamPoller> => {
  const poller = await startStreamPoller({
    endpoint: streams.url,
    mappings: [{ streamTable: "t", functionName: "relay", batchSize: 10, startingPosition }],
    invoke: calls.invoke,
    pollIntervalMs: 5,
    checkpointFile: join(directory, "streams.json"),
    ...options,
  });
  pollers.push(poller);
  return poller;
};

it("a shard is read before its children, wherever they stand in the list", async () => {
  streams.addShard("child-1", "parent");
  streams.addShard("parent");
  streams.addShard("child-2", "parent");
  streams.addShard("grandchild", "child-1");
  streams.write("grandchild", "g");
  streams.write("child-1", "c1");
  streams.write("child-2", "c2");
  streams.write("parent", "p1", "p2", "p3");
  streams.closeShard("parent");
  streams.closeShard("child-1");
  await (await poll()).idle();
  const keys = calls.keys().flat();
  expect(keys.slice(0, 3)).toEqual(["p1", "p2", "p3"]);
  expect(keys.toSorted()).toEqual(["c1", "c2", "g", "p1", "p2", "p3"]);
  expect(keys.indexOf("c1")).toBeLessThan(keys.indexOf("g"));
});

it("a shard that closes is followed by its children from their beginning, even when started at the latest", async () => {
  streams.addShard("parent");
  streams.write("parent", "old");
  const poller = await poll("LATEST");
  await poller.idle();
  streams.write("parent", "p");
  streams.addShard("child", "parent");
  streams.write("child", "c");
  streams.closeShard("parent");
  await poller.idle();
  expect(calls.keys().flat()).toEqual(["p", "c"]);
});

it("shards that are read to their end are not opened again after a restart", async () => {
  streams.addShard("parent");
  streams.addShard("child", "parent");
  streams.write("parent", "p");
  streams.write("child", "c");
  streams.closeShard("parent");
  const first = await poll();
  await first.idle();
  await first.close();
  streams.opened.splice(0);
  streams.write("child", "d");
  await (await poll()).idle();
  expect(streams.opened).toEqual(["child AFTER_SEQUENCE_NUMBER 2"]);
  expect(calls.keys()).toEqual([["p"], ["c"], ["d"]]);
  const { mappings } = JSON.parse(await readFile(join(directory, "streams.json"), "utf8"));
  expect(Object.keys(mappings["relay <- t"].shards)).toEqual(["parent", "child"]);
});

it.each(["ExpiredIteratorException", "InternalServerError", "LimitExceededException"])(
  "a read that fails with %s is made again from the last delivered record",
  async (error) => {
    streams.addShard("s");
    streams.write("s", "a");
    const poller = await poll();
    await poller.idle();
    streams.failReads(error);
    streams.write("s", "b");
    await poller.idle();
    expect(calls.keys()).toEqual([["a"], ["b"]]);
    expect(streams.opened).toEqual(["s TRIM_HORIZON", "s AFTER_SEQUENCE_NUMBER 1"]);
  },
);

it("a position that the stream has dropped becomes the oldest record", async () => {
  streams.addShard("s");
  streams.write("s", "a");
  const poller = await poll();
  await poller.idle();
  streams.write("s", "b");
  streams.failReads("TrimmedDataAccessException");
  await poller.idle();
  expect(streams.opened.at(-1)).toBe("s TRIM_HORIZON");
  expect(calls.keys().flat().at(-1)).toBe("b");
});

it("another stream of the table is read from its beginning, after what was left of the one before", async () => {
  streams.addShard("s");
  streams.write("s", "a");
  const poller = await poll("LATEST");
  await poller.idle();
  streams.replaceStream();
  streams.addShard("s2");
  streams.write("s2", "new");
  await poller.idle();
  expect(calls.keys()).toEqual([["new"]]);
});

it("polling continues after the database was down", async () => {
  streams.addShard("s");
  streams.write("s", "a");
  const poller = await poll();
  await poller.idle();
  const { port } = streams;
  await streams.close();
  const idle = poller.idle();
  streams = await fakeStreams(port);
  streams.addShard("s");
  streams.write("s", "a", "b");
  await idle;
  await poller.idle();
  expect(calls.keys()).toEqual([["a"], ["b"]]);
});

it("a question whether all is delivered ends with the poller", async () => {
  streams.addShard("s");
  const poller = await poll("TRIM_HORIZON", { invoke: () => Promise.reject(new Error("down")) });
  streams.write("s", "a");
  const idle = poller.idle();
  await poller.close();
  await idle;
  await poller.idle();
});

const inWindow = (batchSize: number, options: Partial<StreamPollerOptions> = {}) => {
  const mapping = { streamTable: "t", functionName: "relay", startingPosition: "TRIM_HORIZON" as const };
  const mappings = [{ ...mapping, batchSize, maximumBatchingWindowInSeconds: 300 }];
  return poll("TRIM_HORIZON", { mappings, ...options });
};

it("records of one batching window come in one batch", async () => {
  streams.addShard("s");
  streams.write("s", "a", "b", "c", "d", "e");
  await (await inWindow(10)).idle();
  expect(calls.keys()).toEqual([["a", "b", "c", "d", "e"]]);
});

it("a full batch does not wait for the end of its batching window", async () => {
  streams.addShard("s");
  streams.write("s", "a", "b");
  await new Promise<void>((resolve, reject) => {
    inWindow(2, {
      invoke: async (...call) => {
        resolve();
        return calls.invoke(...call);
      },
    }).catch(reject);
  });
  expect(calls.keys()).toEqual([["a", "b"]]);
});

it("a batching window ends by itself, after the time since its first record", async () => {
  streams.addShard("s");
  streams.write("s", "a");
  let now = Date.now();
  const began = now;
  const timers: Timers = {
    now: () => now,
    after: (delayMs, run) => {
      now += delayMs;
      return systemTimers.after(0, run);
    },
  };
  const waited = await new Promise<number>((resolve, reject) => {
    inWindow(10, {
      timers,
      pollIntervalMs: 20_000,
      invoke: async (...call) => {
        resolve(now - began);
        return calls.invoke(...call);
      },
    }).catch(reject);
  });
  expect(waited).toBeGreaterThanOrEqual(300_000);
  expect(calls.keys()).toEqual([["a"]]);
});

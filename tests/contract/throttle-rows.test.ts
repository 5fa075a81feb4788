/** Counters whose rows hold values of another type. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { dynamoSignInSources } from "../../shared/adapters/dynamo/sign-in/sign-in-sources.js";
import { dynamoThrottle } from "../../shared/adapters/dynamo/sign-in/throttle.js";
import type { ThrottleRule } from "../../shared/domain/throttle-rule.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { type DynamoServer, signedDocumentsOf, startDynamo } from "../support/dynamo-server.js";
import { NOW } from "../support/users.js";

let server: DynamoServer;
beforeAll(async () => {
  server = await startDynamo();
});
afterAll(() => server.close());

const slow: ThrottleRule = { name: "test", limit: 3, windowSeconds: 900, beyond: "slow" };
const refuse: ThrottleRule = { name: "test", limit: 3, windowSeconds: 900, beyond: "refuse" };

const refill: ThrottleRule = { name: "test", limit: 3, windowSeconds: 900, beyond: "refill" };

const stage = async (row: Readonly<Record<string, unknown>>) => {
  const ports = memoryPorts({ now: NOW });
  const { guard: guardTable } = await server.createTables();
  const documents = signedDocumentsOf(server.url);
  const window = Math.floor(ports.clock.now().getTime() / 1000 / 900);
  for (const pk of [`THROTTLE#test#k#${window}`, "THROTTLE#test#k"])
    await documents.put(guardTable, { pk, ...row });
  const store = { ...ports, documents, guardTable };
  return { ports, throttle: dynamoThrottle(store), sources: dynamoSignInSources(store) };
};

const ROWS: [string, Readonly<Record<string, unknown>>][] = [
  ["a count that is a text", { attempts: "1" }],
  ["a count that is a list", { attempts: [1] }],
  ["a pause that is a text", { attempts: 3, next_at: "soon" }],
  ["a time that is a flag", { attempts: 3, counted_at: true }],
];

describe.each(ROWS)("a counter with %s", (_, row) => {
  it("has no attempts left, and is reported once", async () => {
    const { ports, throttle } = await stage(row);
    const answers = await Promise.all(Array.from({ length: 20 }, () => throttle.take(slow, "k")));
    expect(answers.filter(({ allowed }) => allowed)).toEqual([]);
    const reports = ports.metrics.counted.length;
    expect(new Set(ports.metrics.counted)).toEqual(new Set(["throttle_row_unreadable"]));
    expect(ports.logger.lines[0]).toMatchObject({
      level: "error",
      fields: { row: expect.stringContaining("guard THROTTLE#…") },
    });
    expect(await throttle.take(slow, "k")).toEqual({ allowed: false, retryAfterSeconds: 2 });
    expect(ports.metrics.counted).toHaveLength(reports);
  });

  it("has none left when it is read with the sources, and is reported once", async () => {
    const { ports, sources } = await stage(row);
    const query = { name: "n", network: "203.0.113.10", networkId: "id", counter: [refuse, "k"] as const };
    for (let made = 0; made < 3; made += 1)
      expect((await sources.find(query)).attempt).toMatchObject({ allowed: false });
    expect(ports.metrics.counted).toEqual(["throttle_row_unreadable"]);
    ports.clock.advance(900_000);
    expect((await sources.find(query)).attempt).toEqual({ allowed: true, retryAfterSeconds: 0 });
  });

  it("locks no caller: a slow rule allows an attempt after the pause, the other one in the next window", async () => {
    const { ports, throttle } = await stage(row);
    await throttle.take(slow, "k");
    ports.clock.advance(2_000);
    expect(await throttle.take(slow, "k")).toEqual({ allowed: true, retryAfterSeconds: 0, attemptNumber: 4 });
    ports.clock.advance(900_000);
    expect(await throttle.take(slow, "k")).toEqual({ allowed: true, retryAfterSeconds: 0 });
  });

  it("is full until the end of the window, if the rule refuses", async () => {
    const { throttle } = await stage(row);
    for (let made = 0; made < 3; made += 1)
      expect(await throttle.take(refuse, "k")).toEqual({ allowed: false, retryAfterSeconds: 900 });
  });
});

it("a counter whose attempts come back has none left if its row is of another type, and then one after the other", async () => {
  const { ports, throttle } = await stage({ full_at: "soon" });
  expect(await throttle.take(refill, "k")).toEqual({ allowed: false, retryAfterSeconds: 300 });
  expect(ports.metrics.counted).toEqual(["throttle_row_unreadable"]);
  ports.clock.advance(300_000);
  expect(await throttle.take(refill, "k")).toEqual({ allowed: true, retryAfterSeconds: 0 });
  expect(await throttle.take(refill, "k")).toEqual({ allowed: false, retryAfterSeconds: 300 });
});

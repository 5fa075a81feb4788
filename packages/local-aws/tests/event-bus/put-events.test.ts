import { PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { ACCOUNT, arnOf, type BusFixture, busFixture, REGION } from "./bus-fixture.js";

let fixture: BusFixture;
beforeEach(async () => {
  fixture = await busFixture({ buses: [{ name: "audit", arn: arnOf.bus("audit") }] });
});
afterEach(() => fixture.close());

const entry = (over: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  Source: "app.audit",
  DetailType: "session.started",
  Detail: '{"n":1}',
  EventBusName: "audit",
  ...over,
});
const put = (...Entries: PutEventsRequestEntry[]) => fixture.client.send(new PutEventsCommand({ Entries }));

it("answers an id for each entry and delivers the documented envelope", async () => {
  const Time = new Date("2026-03-01T10:00:00.900Z");
  const answer = await put(entry({ Time, Resources: ["arn:one"] }), entry({ Detail: '{"n":2}' }));

  expect(answer.FailedEntryCount).toBe(0);
  const [first, second] = fixture.bus.events().map(({ event }) => event);
  expect(answer.Entries?.map(({ EventId }) => EventId)).toEqual([first?.id, second?.id]);
  expect(first).toEqual({
    version: "0",
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    "detail-type": "session.started",
    source: "app.audit",
    account: ACCOUNT,
    time: "2026-03-01T10:00:00Z",
    region: REGION,
    resources: ["arn:one"],
    detail: { n: 1 },
  });
  expect(second).toMatchObject({ detail: { n: 2 }, resources: [] });
});

it("takes the name or the ARN of a bus, and the default bus without either", async () => {
  await put(entry({ EventBusName: arnOf.bus("audit") }), entry({ EventBusName: undefined }), entry());
  expect(fixture.bus.events().map(({ busName }) => busName)).toEqual(["audit", "default", "audit"]);
});

it("answers success for a bus that does not exist, and drops the event", async () => {
  const answer = await put(entry({ EventBusName: "nowhere" }), entry({ EventBusName: arnOf.bus("nowhere") }));
  expect(answer.FailedEntryCount).toBe(0);
  expect(answer.Entries?.every(({ EventId }) => EventId !== undefined)).toBe(true);
  expect(fixture.bus.events()).toEqual([]);
});

describe("a bad entry", () => {
  it("fails alone, in its place, while the others are taken", async () => {
    const answer = await put(
      entry(),
      entry({ Detail: "[1]" }),
      entry({ Source: "aws.cognito" }),
      entry({ DetailType: "x".repeat(129) }),
      entry({ Source: undefined }),
      entry(),
    );
    expect(answer.FailedEntryCount).toBe(4);
    expect(answer.Entries?.map(({ EventId, ErrorCode }) => ErrorCode ?? typeof EventId)).toEqual([
      "string",
      "MalformedDetail",
      "NotAuthorizedForSourceException",
      "InvalidArgument",
      "InvalidArgument",
      "string",
    ]);
    expect(fixture.bus.events()).toHaveLength(2);
  });

  it.each([
    ["not JSON", { Detail: "{" }, "MalformedDetail"],
    ["a JSON string", { Detail: '"x"' }, "MalformedDetail"],
    ["null", { Detail: "null" }, "MalformedDetail"],
    ["nested too deeply", { Detail: `{"a":${"[".repeat(1000)}${"]".repeat(1000)}}` }, "MalformedDetail"],
    ["without Detail", { Detail: undefined }, "InvalidArgument"],
    ["with an empty DetailType", { DetailType: "" }, "InvalidArgument"],
    ["without DetailType", { DetailType: undefined }, "InvalidArgument"],
  ])("%s is refused", async (_, over, code) => {
    const answer = await put(entry(over));
    expect(answer.Entries).toEqual([{ ErrorCode: code, ErrorMessage: expect.any(String) }]);
  });

  it("may nest up to the limit and hold brackets in its texts", async () => {
    const deep = `{"a":${"[".repeat(999)}${"]".repeat(999)}}`;
    const answer = await put(
      entry({ Detail: deep }),
      entry({ Detail: JSON.stringify({ s: '"[{'.repeat(2000) }) }),
    );
    expect(answer.FailedEntryCount).toBe(0);
  });
});

describe("a whole request is refused", () => {
  it("with no entry or more than ten", async () => {
    await expect(put()).rejects.toMatchObject({ name: "ValidationException" });
    await expect(put(...Array.from({ length: 11 }, () => entry()))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("length less than or equal to 10"),
    });
    expect(fixture.bus.events()).toEqual([]);
  });

  it("at one mebibyte, counted as EventBridge counts", async () => {
    // 9 + 15 characters of source and type, 14 for the time, 8 of JSON around the text
    const detail = (size: number) => ({
      Time: new Date(),
      Detail: JSON.stringify({ t: "é".repeat(size / 2) }),
    });
    const limit = 1_048_576 - 9 - 15 - 14 - 8;
    await expect(put(entry(detail(limit)))).rejects.toMatchObject({ name: "ValidationException" });
    await expect(put(entry(detail(limit - 2)))).resolves.toMatchObject({ FailedEntryCount: 0 });
  });

  it("when the name of a bus has characters that no bus has", async () => {
    await expect(put(entry({ EventBusName: "a b" }))).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("the endpoint", () => {
  const raw = (headers: Record<string, string>, body: string) =>
    fetch(fixture.bus.url, { method: "POST", headers, body });

  it("answers an unknown operation, another service and a body that is not JSON with their AWS errors", async () => {
    const unknown = await raw({ "x-amz-target": "AWSEvents.constructor" }, "{}");
    expect([unknown.status, await unknown.json()]).toMatchObject([
      400,
      { __type: "UnknownOperationException" },
    ]);
    const other = await raw({ "x-amz-target": "DynamoDB_20120810.PutEvents" }, "{}");
    expect(other.status).toBe(400);
    const broken = await raw({ "x-amz-target": "AWSEvents.PutEvents" }, "{");
    expect(await broken.json()).toMatchObject({ __type: "SerializationException" });
    const typed = await raw({ "x-amz-target": "AWSEvents.PutEvents" }, '{"Entries":[{"Source":5}]}');
    expect(await typed.json()).toMatchObject({ __type: "SerializationException" });
  });

  it("answers no foreign host name", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve) => {
      request(`${fixture.bus.url}/_local/events`, { headers: { host: "evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
});

describe("faults on request", () => {
  it("fail the next entries with a code, and end by themselves", async () => {
    fixture.bus.faults.set({ failEntries: { count: 2, errorCode: "InternalFailure" } });
    const answer = await put(entry(), entry(), entry());
    expect(answer.FailedEntryCount).toBe(2);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      "InternalFailure",
      "InternalFailure",
      undefined,
    ]);
    expect(fixture.bus.events()).toHaveLength(1);
  });

  it("throttle whole requests", async () => {
    fixture.bus.faults.set({ throttleRequests: 1 });
    await expect(put(entry())).rejects.toMatchObject({ name: "ThrottlingException" });
    await expect(put(entry())).resolves.toMatchObject({ FailedEntryCount: 0 });
  });

  it("lose the answer after the event was taken, so that the caller sends it twice", async () => {
    fixture.bus.faults.set({ loseReplies: 1 });
    await expect(put(entry())).rejects.toThrow();
    await put(entry());
    expect(fixture.bus.events()).toHaveLength(2);
  });

  it("delay answers", async () => {
    fixture.bus.faults.set({ latencyMs: 60 });
    const started = performance.now();
    await put(entry());
    expect(performance.now() - started).toBeGreaterThanOrEqual(55);
  });
});

import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { arnOf, type BusFixture, busFixture } from "./bus-fixture.js";

let fixture: BusFixture;
beforeEach(async () => {
  const targets = [
    { Id: "logs", Arn: arnOf.logGroup("/app/audit") },
    { Id: "queue", Arn: arnOf.queue("work") },
    { Id: "gone", Arn: arnOf.function("gone") },
  ];
  fixture = await busFixture({ rules: [{ name: "all", eventPattern: { source: ["app.x"] }, targets }] });
});
afterEach(() => fixture.close());

const put = async (...numbers: number[]): Promise<void> => {
  const Entries = numbers.map((n) => ({ Source: "app.x", DetailType: "t", Detail: JSON.stringify({ n }) }));
  await fixture.client.send(new PutEventsCommand({ Entries }));
};
const endpoint = async (path: string) => (await fetch(`${fixture.bus.url}/_local/${path}`)).json();

it("show events, log entries, queue messages and failed deliveries, and go on after a sequence", async () => {
  await put(1, 2);
  await fixture.bus.idle();
  expect(await endpoint("events")).toMatchObject({
    events: [{ event: { detail: { n: 1 } }, rules: ["all"] }, {}],
  });
  expect(await endpoint("events?after=1")).toMatchObject({
    events: [{ sequence: 2, event: { detail: { n: 2 } } }],
  });
  const group = `log-groups/${encodeURIComponent("/app/audit")}`;
  expect(await endpoint(`${group}?after=1`)).toMatchObject({
    entries: [{ sequence: 2, event: { detail: { n: 2 } } }],
  });
  expect(await endpoint("log-groups")).toEqual({ logGroups: ["/app/audit"] });
  expect(await endpoint("queues/work")).toMatchObject({ messages: [{ body: expect.any(String) }, {}] });
  expect(await endpoint("queues")).toEqual({ queues: ["work"] });
  expect(await endpoint("failures")).toMatchObject({ failures: [{ errorCode: "NO_RESOURCE" }, {}] });
});

it("answer 404 for unknown paths", async () => {
  for (const path of ["nothing", "web/", "web/console/user-pool", "events/x/../../etc"])
    expect((await fetch(`${fixture.bus.url}/_local/${path}`)).status).toBe(404);
});

it("show each delivery with its attempts, and again when it has changed", async () => {
  await put(1);
  await fixture.bus.idle();
  const { deliveries } = (await endpoint("deliveries")) as { deliveries: { sequence: number }[] };
  expect(deliveries).toHaveLength(3);
  expect(deliveries).toMatchObject([
    {
      rule: "all",
      targetId: "logs",
      busName: "default",
      state: "delivered",
      attempts: [{ code: "delivered" }],
    },
    { targetId: "queue", state: "delivered" },
    {
      targetId: "gone",
      state: "given up",
      attempts: [{ code: "NO_RESOURCE" }],
      reason: "The function does not exist.",
    },
  ]);
  const last = deliveries.at(-1)?.sequence ?? 0;
  expect(await endpoint(`deliveries?after=${last - 1}`)).toMatchObject({
    deliveries: [{ targetId: "gone" }],
  });
  expect(await endpoint(`deliveries?after=${last}`)).toEqual({ deliveries: [] });
});

it("show buses with their rules and targets", async () => {
  expect(await endpoint("buses")).toMatchObject({
    startedAt: expect.any(Number),
    buses: [
      {
        name: "default",
        rules: [
          { name: "all", enabled: true, pattern: { source: ["app.x"] }, targets: [{ id: "logs" }, {}, {}] },
        ],
      },
    ],
    archives: [],
    replays: [],
  });
});

it("lead from the address itself to the page, and serve what the page loads", async () => {
  const page = await fetch(fixture.bus.url);
  expect(page.url).toBe(`${fixture.bus.url}/_local/`);
  const loaded = [...(await page.text()).matchAll(/(?:href|src)="(web\/[^"]+)"/g)].map(([, path]) => path);
  expect(loaded).toContain("web/console/event-bus.js");
  for (const path of loaded) expect((await fetch(`${fixture.bus.url}/_local/${path}`)).status).toBe(200);
});

/** Reads server-sent events until there are `count` of them. */
const read = async (path: string, count: number, meanwhile = async (): Promise<void> => {}, headers = {}) => {
  const stop = new AbortController();
  const response = await fetch(`${fixture.bus.url}/_local/${path}`, { signal: stop.signal, headers });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  await meanwhile();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString("utf8");
    if ((text.match(/^data: .*\n\n/gm) ?? []).length >= count) break;
  }
  stop.abort();
  return [...text.matchAll(/^id: (\d+)\ndata: (.*)$/gm)].map(([, id, data]) => ({
    id,
    ...JSON.parse(data ?? ""),
  }));
};

it("stream log entries as they come, and from where a reader left off", async () => {
  await put(1);
  const live = await read("stream", 2, () => put(2, 3));
  expect(live).toMatchObject([
    { id: "2", sequence: 2, logGroup: "/app/audit", event: { detail: { n: 2 } } },
    { id: "3", event: { detail: { n: 3 } } },
  ]);
  const resumed = await read("stream", 1, undefined, { "last-event-id": "2" });
  expect(resumed.map(({ sequence }) => sequence)).toEqual([3]);
  expect(await read("stream?after=0", 3)).toHaveLength(3);
});

it("set faults, as JSON only, and refuse malformed faults", async () => {
  const post = (body: string, type = "application/json") =>
    fetch(`${fixture.bus.url}/_local/faults`, { method: "POST", body, headers: { "content-type": type } });
  const plan = { failEntries: { count: 1, errorCode: "ThrottlingException" }, latencyMs: 1 };
  expect(await (await post(JSON.stringify(plan))).json()).toEqual(plan);
  const Entries = [{ Source: "app.x", DetailType: "t", Detail: "{}" }];
  const answer = await fixture.client.send(new PutEventsCommand({ Entries }));
  expect(answer.Entries).toMatchObject([{ ErrorCode: "ThrottlingException" }]);
  expect(await endpoint("faults")).toMatchObject({ failEntries: { count: 0 } });
  expect((await post("{}", "text/plain")).status).toBe(415);
  expect((await post('{"latencyMs":-1}')).status).toBe(400);
  expect((await post('{"explode":1}')).status).toBe(400);
  expect(
    await (await post('{"latencyMs":-1,"loseReplies":"all","failEntries":{"number":2}}')).json(),
  ).toEqual({
    message: expect.stringMatching(/^failEntries: .*"number".*; loseReplies: .*; latencyMs: /),
  });
  expect(await (await post('{"failEntries":{}}')).json()).toEqual({
    failEntries: { count: 1, errorCode: "InternalFailure" },
  });
});

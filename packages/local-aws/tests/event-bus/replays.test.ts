import {
  CancelReplayCommand,
  CreateArchiveCommand,
  CreateEventBusCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  ListReplaysCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type ReplayDestination,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { ACCOUNT, arnOf, type BusFixture, busFixture, closeFixtures, REGION } from "./bus-fixture.js";
import { type ManualTimers, manualTimers } from "./manual-timers.js";

const began = Date.parse("2026-03-01T00:00:00Z");
const minute = 60_000;
const archiveArn = `arn:aws:events:${REGION}:${ACCOUNT}:archive/kept`;
const ruleArn = (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:rule/${name}`;

let timers: ManualTimers;
let fixture: BusFixture;
beforeEach(async () => {
  timers = manualTimers(began);
  fixture = await busFixture({ timers, replayMinuteMs: 1000 });
  for (const name of ["first", "second"]) await rule(name, { source: ["app.x"] });
  const source = { ArchiveName: "kept", EventSourceArn: arnOf.bus("default") };
  await fixture.client.send(new CreateArchiveCommand(source));
});
afterEach(closeFixtures);

const rule = async (Name: string, pattern: object) => {
  await fixture.client.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
  const Targets = [{ Id: "q", Arn: arnOf.queue(Name) }];
  await fixture.client.send(new PutTargetsCommand({ Rule: Name, Targets }));
};
const put = (...minutes: number[]) =>
  fixture.client.send(
    new PutEventsCommand({
      Entries: minutes.map((at) => ({
        ...{ Source: "app.x", DetailType: "t", Detail: JSON.stringify({ at }) },
        Time: new Date(began + at * minute),
      })),
    }),
  );
const start = (ReplayName: string, over: object = {}, destination: Partial<ReplayDestination> = {}) =>
  fixture.client.send(
    new StartReplayCommand({
      ReplayName,
      EventSourceArn: archiveArn,
      EventStartTime: new Date(began - minute),
      EventEndTime: new Date(began + 60 * minute),
      Destination: { Arn: arnOf.bus("default"), ...destination },
      ...over,
    }),
  );
const describeReplay = (ReplayName: string) => fixture.client.send(new DescribeReplayCommand({ ReplayName }));
const cancel = (ReplayName: string) => fixture.client.send(new CancelReplayCommand({ ReplayName }));

interface Received {
  id: string;
  "replay-name"?: string;
  detail: { at: number };
}
const received = (queue: string): Received[] =>
  fixture.bus.queues.messages(arnOf.queue(queue)).map(({ body }) => JSON.parse(body) as Received);
const replayed = (queue: string) => received(queue).filter((event) => event["replay-name"] !== undefined);

describe("a replay", () => {
  it("sends the events of its range again, with their ids and the name of the replay, minute by minute", async () => {
    await put(3, 0, 1, 59, 61);
    const made = await start("again", { EventEndTime: new Date(began + 59 * minute), Description: "why" });
    expect(made).toMatchObject({ State: "STARTING", ReplayArn: expect.stringMatching(/:replay\/again$/) });

    await timers.advance(0);
    expect(replayed("first").map(({ detail }) => detail.at)).toEqual([0]);
    expect(await describeReplay("again")).toMatchObject({
      State: "RUNNING",
      EventLastReplayedTime: new Date(began),
    });
    await timers.advance(10_000);
    expect(replayed("first").map(({ detail }) => detail.at)).toEqual([0, 1, 3, 59]);
    const ids = new Set(received("first").map(({ id }) => id));
    expect(ids.size).toBe(5);
    expect(await describeReplay("again")).toMatchObject({
      ...{ State: "COMPLETED", ReplayName: "again", Description: "why", EventSourceArn: archiveArn },
      Destination: { Arn: arnOf.bus("default") },
      EventLastReplayedTime: new Date(began + 59 * minute),
      ReplayEndTime: new Date(began + 4000),
    });
  });

  it("is not archived again, and a rule can tell its events", async () => {
    await rule("replays", { "replay-name": [{ exists: true }] });
    await put(0, 1);
    await start("again");
    await timers.advance(minute);

    expect(received("replays")).toHaveLength(2);
    const archive = await fixture.client.send(new DescribeArchiveCommand({ ArchiveName: "kept" }));
    expect(archive.EventCount).toBe(2);
  });

  it("reaches only the rules that it names", async () => {
    await put(0);
    await start("again", {}, { FilterArns: [ruleArn("second")] });
    await timers.advance(minute);

    expect(replayed("first")).toEqual([]);
    expect(replayed("second")).toHaveLength(1);
    expect((await describeReplay("again")).Destination?.FilterArns).toEqual([ruleArn("second")]);
  });

  it("ends after the minute under way when it is cancelled, and cannot be cancelled twice", async () => {
    await put(0, 1, 2);
    await start("again");
    await timers.advance(0);
    expect(await cancel("again")).toMatchObject({ State: "CANCELLING" });
    await timers.advance(minute);

    expect(replayed("first")).toHaveLength(1);
    expect((await describeReplay("again")).State).toBe("CANCELLED");
    await expect(cancel("again")).rejects.toMatchObject({ name: "IllegalStatusException" });
  });

  it("completes without events to replay", async () => {
    await start("empty");
    await timers.advance(0);
    expect((await describeReplay("empty")).State).toBe("COMPLETED");
  });

  it.each([
    ["another bus", {}, { Arn: arnOf.bus("other") }, /^ValidationException: .*Cross event bus/],
    ["an unknown bus", {}, { Arn: arnOf.bus("none") }, /^ResourceNotFoundException/],
    ["what is not a bus", {}, { Arn: arnOf.queue("q") }, /^ValidationException/],
    ["an unknown rule", {}, { FilterArns: [ruleArn("none")] }, /^ValidationException/],
    ["an unknown archive", { EventSourceArn: `${archiveArn}x` }, {}, /keptx does not exist/],
    ["an end before its start", { EventEndTime: new Date(0) }, {}, /^ValidationException.*EventEndTime/],
    ["no end", { EventEndTime: undefined }, {}, /^ValidationException.*eventEndTime/],
    ["a name of another form", { ReplayName: "a b" }, {}, /^ValidationException/],
  ])("to or from %s is refused", async (_, over, destination, words) => {
    await fixture.client.send(new CreateEventBusCommand({ Name: "other" }));
    const refusal = await start("again", over, destination).catch(
      ({ name, message }: Error) => `${name}: ${message}`,
    );
    expect(refusal).toMatch(words);
  });
});

describe("replays", () => {
  it("run ten at a time, each under a separate name", async () => {
    await put(0, 1);
    for (let each = 0; each < 10; each += 1) await start(`r${each}`);

    await expect(start("r0")).rejects.toMatchObject({ name: "ResourceAlreadyExistsException" });
    await expect(start("r10")).rejects.toMatchObject({ name: "LimitExceededException" });
    await timers.advance(minute);
    await expect(start("r10")).resolves.toMatchObject({ State: "STARTING" });
  });

  it("are listed by one of prefix, source and state, and forgotten after 90 days", async () => {
    await put(0, 1);
    await start("old");
    await timers.advance(minute);
    await start("new");
    await timers.advance(0);
    const names = async (request: object) =>
      (await fixture.client.send(new ListReplaysCommand(request))).Replays?.map(
        ({ ReplayName }) => ReplayName,
      );

    expect(await names({})).toEqual(["new", "old"]);
    expect(await names({ State: "RUNNING" })).toEqual(["new"]);
    expect(await names({ NamePrefix: "o" })).toEqual(["old"]);
    expect(await names({ EventSourceArn: archiveArn, Limit: 1 })).toEqual(["new"]);
    await timers.advance(91 * 24 * 60 * minute);
    expect(await names({})).toEqual([]);
  });

  it("are waited for by idle, and end with the bus", async () => {
    const quick = await busFixture({
      archives: [{ name: "kept", sourceArn: arnOf.bus("default") }],
      replayMinuteMs: 60_000,
    });
    fixture = quick;
    await put(0);
    await start("again");
    const idle = quick.bus.idle();
    await quick.close();
    await expect(idle).resolves.toBeUndefined();
  });
});

import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  DeleteArchiveCommand,
  DeleteEventBusCommand,
  DescribeArchiveCommand,
  ListArchivesCommand,
  PutEventsCommand,
  UpdateArchiveCommand,
} from "@aws-sdk/client-eventbridge";
import { afterEach, describe, expect, it } from "@jest/globals";
import { startEventBus } from "../../src/event-bus/index.js";
import { ACCOUNT, arnOf, type BusFixture, busFixture, closeFixtures, REGION } from "./bus-fixture.js";
import { manualTimers } from "./manual-timers.js";

afterEach(closeFixtures);

const archiveArn = (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:archive/${name}`;
const day = 86_400_000;

const create = ({ client }: BusFixture, ArchiveName: string, over: object = {}) =>
  client.send(new CreateArchiveCommand({ ArchiveName, EventSourceArn: arnOf.bus("default"), ...over }));
const describeArchive = ({ client }: BusFixture, ArchiveName: string) =>
  client.send(new DescribeArchiveCommand({ ArchiveName }));
const put = ({ client }: BusFixture, Source = "app.x", EventBusName?: string) =>
  client.send(
    new PutEventsCommand({
      Entries: [{ Source, DetailType: "t", Detail: "{}", ...(EventBusName && { EventBusName }) }],
    }),
  );

describe("an archive", () => {
  it("is created, described, changed and deleted", async () => {
    const fixture = await busFixture();
    const EventPattern = JSON.stringify({ source: ["app.x"] });
    const made = await create(fixture, "a", { Description: "all", EventPattern, RetentionDays: 3 });
    expect(made).toMatchObject({ ArchiveArn: archiveArn("a"), State: "ENABLED" });
    expect(await describeArchive(fixture, "a")).toMatchObject({
      ...{ ArchiveName: "a", ArchiveArn: archiveArn("a"), EventSourceArn: arnOf.bus("default") },
      ...{ Description: "all", EventPattern, RetentionDays: 3, EventCount: 0, SizeBytes: 0 },
      CreationTime: expect.any(Date),
    });

    await fixture.client.send(new UpdateArchiveCommand({ ArchiveName: "a", RetentionDays: 0 }));
    expect(await describeArchive(fixture, "a")).toMatchObject({ EventPattern, RetentionDays: 0 });
    await fixture.client.send(new DeleteArchiveCommand({ ArchiveName: "a" }));
    await expect(describeArchive(fixture, "a")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("keeps the events of its own bus that match its pattern", async () => {
    const fixture = await busFixture();
    await fixture.client.send(new CreateEventBusCommand({ Name: "other" }));
    await create(fixture, "everything");
    await create(fixture, "some", { EventPattern: JSON.stringify({ source: ["app.x"] }) });
    for (const [source, bus] of [["app.x"], ["app.y"], ["app.x", "other"]]) await put(fixture, source, bus);

    const everything = await describeArchive(fixture, "everything");
    expect(everything.EventCount).toBe(2);
    expect(everything.SizeBytes).toBeGreaterThan(200);
    expect((await describeArchive(fixture, "some")).EventCount).toBe(1);
  });

  it("forgets events after its days of retention", async () => {
    const timers = manualTimers();
    const fixture = await busFixture({ timers });
    await create(fixture, "brief", { RetentionDays: 1 });
    await create(fixture, "endless");
    await put(fixture);
    await timers.advance(day);
    await put(fixture);
    expect((await describeArchive(fixture, "brief")).EventCount).toBe(2);
    await timers.advance(1);
    expect((await describeArchive(fixture, "brief")).EventCount).toBe(1);
    await timers.advance(1000 * day);
    expect((await describeArchive(fixture, "brief")).EventCount).toBe(0);
    expect((await describeArchive(fixture, "endless")).EventCount).toBe(2);
  });

  it("prevents the deletion of its bus", async () => {
    const fixture = await busFixture();
    await fixture.client.send(new CreateEventBusCommand({ Name: "audit" }));
    await create(fixture, "a", { EventSourceArn: arnOf.bus("audit") });
    const remove = () => fixture.client.send(new DeleteEventBusCommand({ Name: "audit" }));

    await expect(remove()).rejects.toMatchObject({ name: "ValidationException" });
    await fixture.client.send(new DeleteArchiveCommand({ ArchiveName: "a" }));
    await expect(remove()).resolves.toBeDefined();
  });

  it.each([
    ["a name of another form", "a b", {}, "ValidationException"],
    ["a name of 49 characters", "a".repeat(49), {}, "ValidationException"],
    ["a pattern that is not one", "a", { EventPattern: "{" }, "InvalidEventPatternException"],
    ["negative retention", "a", { RetentionDays: -1 }, "ValidationException"],
    ["a source that is not a bus", "a", { EventSourceArn: arnOf.queue("q") }, "ValidationException"],
    ["an unknown bus", "a", { EventSourceArn: arnOf.bus("none") }, "ResourceNotFoundException"],
    ["a name that is taken", "taken", {}, "ResourceAlreadyExistsException"],
  ])("with %s is refused", async (_, name, over, code) => {
    const fixture = await busFixture();
    await create(fixture, "taken");
    await expect(create(fixture, name, over)).rejects.toMatchObject({ name: code });
  });
});

describe("archives", () => {
  it("are listed in pages, by one of prefix, source and state", async () => {
    const fixture = await busFixture();
    const { client } = fixture;
    await client.send(new CreateEventBusCommand({ Name: "audit" }));
    await create(fixture, "audit-1", { EventSourceArn: arnOf.bus("audit") });
    await create(fixture, "audit-2");
    await create(fixture, "z");
    const names = async (request: object) =>
      (await client.send(new ListArchivesCommand(request))).Archives?.map(({ ArchiveName }) => ArchiveName);

    expect(await names({ NamePrefix: "audit" })).toEqual(["audit-1", "audit-2"]);
    expect(await names({ EventSourceArn: arnOf.bus("audit") })).toEqual(["audit-1"]);
    expect(await names({ State: "DISABLED" })).toEqual([]);
    const { NextToken } = await client.send(new ListArchivesCommand({ Limit: 2 }));
    expect(await names({ NextToken })).toEqual(["z"]);
    await expect(names({ State: "ENABLED", NamePrefix: "a" })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  it("can be declared, under the limits of the API", async () => {
    const declared = { name: "kept", sourceArn: arnOf.bus("default"), eventPattern: { source: ["app.x"] } };
    const fixture = await busFixture({ archives: [{ ...declared, retentionDays: 7 }] });
    expect(await describeArchive(fixture, "kept")).toMatchObject({ RetentionDays: 7, EventCount: 0 });

    const broken = { archives: [{ ...declared, sourceArn: "nothing" }] };
    const invoke = async () => ({ statusCode: 404, payload: "" });
    await expect(startEventBus({ ...broken, invoke })).rejects.toThrow(/^Archive kept cannot be declared/);
  });
});

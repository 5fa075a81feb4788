import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startEventBus } from "../../src/event-bus/index.js";
import { arnOf, type BusFixture, busFixture } from "./bus-fixture.js";

let fixture: BusFixture;
beforeEach(async () => {
  fixture = await busFixture();
});
afterEach(() => fixture.close());

const anyApp = JSON.stringify({ source: [{ prefix: "app." }] });
const putRule = (Name: string, over: object = {}) =>
  fixture.client.send(new PutRuleCommand({ Name, EventPattern: anyApp, ...over }));
const putTargets = (Rule: string, ...Targets: Target[]) =>
  fixture.client.send(new PutTargetsCommand({ Rule, Targets }));
const putEvent = () =>
  fixture.client.send(
    new PutEventsCommand({ Entries: [{ Source: "app.x", DetailType: "t", Detail: "{}" }] }),
  );
const queue = (Id: string): Target => ({ Id, Arn: arnOf.queue(Id) });

describe("buses", () => {
  it("are created, described, listed in pages and deleted", async () => {
    const { client } = fixture;
    const created = await client.send(new CreateEventBusCommand({ Name: "audit", Description: "all of it" }));
    expect(created).toMatchObject({ EventBusArn: arnOf.bus("audit"), Description: "all of it" });
    await client.send(new CreateEventBusCommand({ Name: "audit.eu" }));
    expect(await client.send(new DescribeEventBusCommand({ Name: arnOf.bus("audit") }))).toMatchObject({
      Name: "audit",
      CreationTime: expect.any(Date),
    });
    expect(await client.send(new DescribeEventBusCommand({}))).toMatchObject({ Name: "default" });

    const first = await client.send(new ListEventBusesCommand({ Limit: 2 }));
    expect(first.EventBuses?.map(({ Name }) => Name)).toEqual(["audit", "audit.eu"]);
    const second = await client.send(new ListEventBusesCommand({ NextToken: first.NextToken }));
    expect(second.EventBuses?.map(({ Name }) => Name)).toEqual(["default"]);
    expect(second.NextToken).toBeUndefined();

    await client.send(new DeleteEventBusCommand({ Name: "audit" }));
    await expect(client.send(new DescribeEventBusCommand({ Name: "audit" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("exist once, have plain names, and stay while they have rules or are the default", async () => {
    const { client } = fixture;
    await client.send(new CreateEventBusCommand({ Name: "audit" }));
    const again = client.send(new CreateEventBusCommand({ Name: "audit" }));
    await expect(again).rejects.toMatchObject({ name: "ResourceAlreadyExistsException" });
    const slashed = client.send(new CreateEventBusCommand({ Name: "a/b" }));
    await expect(slashed).rejects.toMatchObject({ name: "ValidationException" });
    await putRule("r", { EventBusName: "audit" });
    for (const Name of ["audit", "default"])
      await expect(client.send(new DeleteEventBusCommand({ Name }))).rejects.toMatchObject({
        name: "ValidationException",
      });
  });
});

describe("rules", () => {
  it("are put, described, listed, disabled, enabled and deleted", async () => {
    const { client } = fixture;
    const { RuleArn } = await putRule("to-queue", { Description: "d" });
    expect(RuleArn).toMatch(/:rule\/to-queue$/);
    await putTargets("to-queue", queue("q"));
    expect(await client.send(new DescribeRuleCommand({ Name: "to-queue" }))).toMatchObject({
      ...{ Arn: RuleArn, EventPattern: anyApp, State: "ENABLED", Description: "d", EventBusName: "default" },
    });

    await client.send(new DisableRuleCommand({ Name: "to-queue" }));
    await putEvent();
    await client.send(new EnableRuleCommand({ Name: "to-queue" }));
    await putEvent();
    expect(fixture.bus.queues.messages("q")).toHaveLength(1);

    await putRule("other");
    const listed = await client.send(new ListRulesCommand({ NamePrefix: "to" }));
    expect(listed.Rules?.map(({ Name }) => Name)).toEqual(["to-queue"]);

    const held = client.send(new DeleteRuleCommand({ Name: "to-queue" }));
    await expect(held).rejects.toMatchObject({ name: "ValidationException" });
    await client.send(new RemoveTargetsCommand({ Rule: "to-queue", Ids: ["q"] }));
    await client.send(new DeleteRuleCommand({ Name: "to-queue" }));
    await expect(client.send(new DescribeRuleCommand({ Name: "to-queue" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("contain the bus in their ARN, and keep their targets when they are replaced", async () => {
    await fixture.client.send(new CreateEventBusCommand({ Name: "audit" }));
    const { RuleArn } = await putRule("r", { EventBusName: "audit" });
    expect(RuleArn).toMatch(/:rule\/audit\/r$/);
    await putRule("kept");
    await putTargets("kept", queue("q"));
    await putRule("kept", { EventPattern: '{"source":["app.x"]}' });
    await putEvent();
    expect(fixture.bus.queues.messages(arnOf.queue("q"))).toHaveLength(1);
  });

  it.each([
    ["neither pattern nor schedule", { EventPattern: undefined }, "ValidationException"],
    ["a bad pattern", { EventPattern: '{"a":1}' }, "InvalidEventPatternException"],
    ["a bad schedule", { ScheduleExpression: "rate(1 minutes)" }, "ValidationException"],
    ["an unknown state", { State: "PAUSED" }, "ValidationException"],
    ["an unknown bus", { EventBusName: "nowhere" }, "ResourceNotFoundException"],
    ["a name with a space", { Name: "a b" }, "ValidationException"],
  ])("with %s are refused", async (_, over, name) => {
    await expect(putRule("r", over)).rejects.toMatchObject({ name });
  });

  it("have schedules on the default bus only", async () => {
    await fixture.client.send(new CreateEventBusCommand({ Name: "audit" }));
    const put = putRule("r", { EventBusName: "audit", ScheduleExpression: "rate(1 day)" });
    await expect(put).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("targets", () => {
  it("are put, replaced by id, listed and removed", async () => {
    const { client } = fixture;
    await putRule("r");
    await putTargets("r", queue("a"), queue("b"));
    await putTargets("r", { Id: "a", Arn: arnOf.function("f"), Input: '{"x":1}' });
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: "r" }));
    expect(Targets).toEqual([{ Id: "a", Arn: arnOf.function("f"), Input: '{"x":1}' }, queue("b")]);
    const removed = await client.send(new RemoveTargetsCommand({ Rule: "r", Ids: ["b", "zz"] }));
    expect(removed).toMatchObject({ FailedEntryCount: 1, FailedEntries: [{ TargetId: "zz" }] });
  });

  it("number five at most", async () => {
    await putRule("r");
    const six = "abcdef".split("").map(queue);
    await expect(putTargets("r", ...six)).rejects.toMatchObject({ name: "LimitExceededException" });
    expect((await fixture.client.send(new ListTargetsByRuleCommand({ Rule: "r" }))).Targets).toEqual([]);
  });

  const transformer = (InputTemplate: string, InputPathsMap = {}) => ({
    InputTransformer: { InputTemplate, InputPathsMap },
  });
  it.each([
    ["of an unsupported kind", { Arn: "arn:aws:states:eu-west-1:111122223333:stateMachine:x" }],
    ["with an invalid ARN", { Arn: "my-queue" }],
    ["that are FIFO queues without a group", { Arn: arnOf.queue("x.fifo") }],
    ["with two kinds of input", { Input: "{}", InputPath: "$.detail" }],
    ["whose input is not JSON", { Input: "{" }],
    ["whose path has brackets with names", { InputPath: "$['detail']" }],
    ["whose template is a bare text", transformer("hello")],
    ["whose template uses an undefined variable", transformer('"<who>"')],
    ["whose template has a variable as a key", transformer("{<a>: 1}", { a: "$.id" })],
    ["that define a reserved variable", transformer('"x"', { "aws-x": "$.id" })],
    ["that retry more often than allowed", { RetryPolicy: { MaximumRetryAttempts: 186 } }],
    ["whose events may be too old", { RetryPolicy: { MaximumEventAgeInSeconds: 30 } }],
    ["whose dead letters go to no queue", { DeadLetterConfig: { Arn: arnOf.function("f") } }],
  ])("%s are refused", async (_, over) => {
    await putRule("r");
    await expect(putTargets("r", { ...queue("a"), ...over })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});

describe("a template", () => {
  const options = { invoke: async () => ({ statusCode: 200, payload: "" }) };

  it("declares buses and rules that work from the start", async () => {
    const declared = await busFixture({
      buses: [{ name: "audit", arn: arnOf.bus("audit") }],
      rules: [
        {
          ...{
            name: "all",
            busName: arnOf.bus("audit"),
            eventPattern: { source: ["app.x"] },
            state: "ENABLED",
          },
          targets: [{ Id: "logs", Arn: `${arnOf.logGroup("/aws/events/audit")}:*` }],
        },
      ],
    });
    const Entries = [{ Source: "app.x", DetailType: "t", Detail: '{"n":1}', EventBusName: "audit" }];
    await declared.client.send(new PutEventsCommand({ Entries }));
    expect(declared.bus.logGroups.entries("/aws/events/audit")).toMatchObject([
      { event: { detail: { n: 1 } } },
    ]);
    await declared.close();
  });

  it.each([
    ["an unknown bus", { busName: "nowhere", targets: [] }],
    ["a bad pattern", { eventPattern: { source: "x" }, targets: [] }],
    [
      "a target that cannot be delivered to",
      { targets: [{ Id: "x", Arn: "arn:aws:firehose:eu-west-1:1:x" }] },
    ],
  ])("with %s does not start, and the rule is named", async (_, over) => {
    const rules = [{ name: "broken", eventPattern: { source: ["x"] }, ...over }];
    await expect(startEventBus({ ...options, rules })).rejects.toThrow(/^Rule broken cannot be declared/);
  });
});

import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  ListRuleNamesByTargetCommand,
  ListTagsForResourceCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventBusCommand,
} from "@aws-sdk/client-eventbridge";
import { afterEach, expect, it } from "@jest/globals";
import { arnOf, busFixture, closeFixtures, REGION } from "./bus-fixture.js";

afterEach(closeFixtures);

const tag = (Key: string, Value: string) => ({ Key, Value });
const EventPattern = JSON.stringify({ source: ["app"] });

const start = async () => {
  const { client } = await busFixture();
  const tagsOf = async (ResourceARN: string | undefined) =>
    (await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
  return { client, tagsOf };
};

it("a bus and a rule begin with the tags they were made with", async () => {
  const { client, tagsOf } = await start();
  const { EventBusArn } = await client.send(
    new CreateEventBusCommand({ Name: "orders", Tags: [tag("team", "shop")] }),
  );
  const rule = { Name: "r", EventBusName: "orders", EventPattern };
  const { RuleArn } = await client.send(new PutRuleCommand({ ...rule, Tags: [tag("stage", "")] }));

  expect(await tagsOf(EventBusArn)).toEqual([tag("team", "shop")]);
  expect(await tagsOf(RuleArn)).toEqual([tag("stage", "")]);
});

it("a replaced rule keeps its tags", async () => {
  const { client, tagsOf } = await start();
  const rule = { Name: "r", EventPattern };
  await client.send(new PutRuleCommand({ ...rule, Tags: [tag("a", "1")] }));
  const { RuleArn } = await client.send(new PutRuleCommand({ ...rule, Tags: [tag("b", "2")] }));

  expect(await tagsOf(RuleArn)).toEqual([tag("a", "1")]);
});

it("tags are added, replaced by key, and removed", async () => {
  const { client, tagsOf } = await start();
  const ResourceARN = arnOf.bus("default");
  await client.send(new TagResourceCommand({ ResourceARN, Tags: [tag("a", "1"), tag("b", "2")] }));
  await client.send(new TagResourceCommand({ ResourceARN, Tags: [tag("a", "3")] }));
  expect(await tagsOf(ResourceARN)).toEqual([tag("a", "3"), tag("b", "2")]);

  await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ["a", "never"] }));
  expect(await tagsOf(ResourceARN)).toEqual([tag("b", "2")]);
});

it("a bus or a rule that is made again under its old name has no tags", async () => {
  const { client, tagsOf } = await start();
  const rule = { Name: "r", EventPattern };
  const Tags = [tag("a", "1")];
  await client.send(new PutRuleCommand({ ...rule, Tags }));
  await client.send(new DeleteRuleCommand({ Name: "r" }));
  const { RuleArn } = await client.send(new PutRuleCommand(rule));
  await client.send(new CreateEventBusCommand({ Name: "b", Tags }));
  await client.send(new DeleteEventBusCommand({ Name: "b" }));
  await client.send(new CreateEventBusCommand({ Name: "b" }));

  expect(await tagsOf(RuleArn)).toEqual([]);
  expect(await tagsOf(arnOf.bus("b"))).toEqual([]);
});

it.each([
  ["a resource that is not there", arnOf.bus("nobody"), [tag("a", "1")], "ResourceNotFoundException"],
  ["an archive", `arn:aws:events:${REGION}:111122223333:archive/a`, [tag("a", "1")], "ValidationException"],
  ["a reserved key", arnOf.bus("default"), [tag("aws:a", "1")], "ValidationException"],
  ["a key that is too long", arnOf.bus("default"), [tag("k".repeat(129), "1")], "ValidationException"],
  ["a value that is too long", arnOf.bus("default"), [tag("a", "v".repeat(257))], "ValidationException"],
  [
    "more than 50 tags",
    arnOf.bus("default"),
    Array.from({ length: 51 }, (_, n) => tag(`k${n}`, "v")),
    "ValidationException",
  ],
])("tagging %s is refused, and changes nothing", async (_, ResourceARN, Tags, name) => {
  const { client, tagsOf } = await start();

  await expect(client.send(new TagResourceCommand({ ResourceARN, Tags }))).rejects.toMatchObject({ name });
  expect(await tagsOf(arnOf.bus("default"))).toEqual([]);
});

it("declared buses and rules have the tags of their template", async () => {
  const { client } = await busFixture({
    buses: [{ name: "audit", arn: arnOf.bus("audit"), tags: [tag("a", "1")] }],
    rules: [
      { name: "r", busName: "audit", eventPattern: { source: ["x"] }, targets: [], tags: [tag("b", "2")] },
    ],
  });
  const tagsOf = async (ResourceARN: string) =>
    (await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;

  expect(await tagsOf(arnOf.bus("audit"))).toEqual([tag("a", "1")]);
  expect(await tagsOf(`arn:aws:events:${REGION}:111122223333:rule/audit/r`)).toEqual([tag("b", "2")]);
});

it("a bus gets another description, and the rules of a target are listed", async () => {
  const { client } = await start();
  await client.send(new UpdateEventBusCommand({ Name: "default", Description: "for everything" }));
  const Targets = [{ Id: "t", Arn: arnOf.queue("work") }];
  for (const Name of ["b", "a", "other"]) await client.send(new PutRuleCommand({ Name, EventPattern }));
  for (const Rule of ["b", "a"]) await client.send(new PutTargetsCommand({ Rule, Targets }));
  const listed = await client.send(new ListRuleNamesByTargetCommand({ TargetArn: arnOf.queue("work") }));

  expect(listed.RuleNames).toEqual(["a", "b"]);
  expect(await client.send(new DescribeEventBusCommand({}))).toMatchObject({ Description: "for everything" });
});

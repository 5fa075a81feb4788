import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { afterEach, expect, it } from "@jest/globals";
import { ACCOUNT, arnOf, busFixture, closeFixtures, REGION } from "./bus-fixture.js";
import { manualTimers } from "./manual-timers.js";

afterEach(closeFixtures);

const detail = {
  user: "ada",
  tries: 3,
  ok: false,
  tags: ["a", "b"],
  list: [{ id: 1 }, { id: 2 }],
  quoted: 'say "hi"',
  "dashed-name": { deep: null },
};

/** What a queue receives of the event above when its target has these properties. */
const received = async (properties: object): Promise<unknown> => {
  const rule = {
    name: "shape",
    eventPattern: { source: ["app.x"] },
    targets: [
      { Id: "q", Arn: arnOf.queue("q"), DeadLetterConfig: { Arn: arnOf.queue("dead") }, ...properties },
    ],
  };
  const { bus, client } = await busFixture({ rules: [rule], timers: manualTimers() });
  const entry = { Source: "app.x", DetailType: "t", Detail: JSON.stringify(detail), Resources: ["arn:one"] };
  await client.send(new PutEventsCommand({ Entries: [entry] }));
  await bus.idle();
  const [message] = bus.queues.messages("q");
  if (message !== undefined) return JSON.parse(message.body);
  return bus.queues.messages("dead")[0]?.attributes.ERROR_CODE;
};

const transform = (InputTemplate: string, InputPathsMap: Record<string, string> = {}) =>
  received({ InputTransformer: { InputTemplate, InputPathsMap } });

it("is the whole event by default", async () => {
  expect(await received({})).toMatchObject({ source: "app.x", resources: ["arn:one"], detail });
});

it("can be a constant", async () => {
  expect(await received({ Input: '{"a":[1]}' })).toEqual({ a: [1] });
});

it.each<[string, unknown]>([
  ["$.detail", detail],
  ["$", expect.objectContaining({ source: "app.x" })],
  ["$.detail.list[1].id", 2],
  ["$.detail.list[*].id", [1, 2]],
  ["$.detail.dashed-name", { deep: null }],
  ["$.detail.nothing.here", null],
  ["$.detail.toString", null],
])("can be the part at %s", async (InputPath, part) => {
  expect(await received({ InputPath })).toEqual(part);
});

it("can be a template whose variables keep their JSON types outside of quotes", async () => {
  const paths = { user: "$.detail.user", tries: "$.detail.tries", tags: "$.detail.tags", ok: "$.detail.ok" };
  const template =
    '{"who": <user>, "n": <tries>, "all": [<ok>, <tags>], "text": "<user> tried <tries> times"}';
  expect(await transform(template, paths)).toEqual({
    ...{ who: "ada", n: 3, all: [false, ["a", "b"]], text: "ada tried 3 times" },
  });
});

it("can be a text", async () => {
  expect(await transform('"<user> says \\"<user>\\""', { user: "$.detail.user" })).toBe('ada says "ada"');
});

it("knows the predefined variables", async () => {
  const arn = `arn:aws:events:${REGION}:${ACCOUNT}:rule/shape`;
  const template = `{"arn": <aws.events.rule-arn>, "name": "<aws.events.rule-name>",
    "at": <aws.events.event.ingestion-time>, "envelope": <aws.events.event>, "full": <aws.events.event.json>}`;
  const result = await transform(template);
  expect(result).toMatchObject({ arn, name: "shape", at: "2026-03-01T00:00:00Z", full: { detail } });
  expect(result).toHaveProperty("envelope.source", "app.x");
  expect(result).not.toHaveProperty("envelope.detail");
});

it("omits a variable whose path does not exist", async () => {
  expect(await transform('{"a": "[<x>]"}', { x: "$.detail.none" })).toEqual({ a: "[]" });
});

it.each([
  ["a missing value leaves a hole", '{"a": <x>}', "$.detail.none"],
  ["an unescaped quote comes in", '{"a": "<x>"}', "$.detail.quoted"],
])("does not deliver a template when %s", async (_, template, path) => {
  expect(await transform(template, { x: path })).toBe("INVALID_JSON");
});

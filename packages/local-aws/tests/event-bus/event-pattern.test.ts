import { TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { cpuTime } from "../support/cpu-time.js";
import { type BusFixture, busFixture } from "./bus-fixture.js";

let fixture: BusFixture;
beforeAll(async () => {
  fixture = await busFixture();
});
afterAll(() => fixture.close());

const matches = async (
  pattern: unknown,
  detail: unknown,
  envelope: object = {},
): Promise<boolean | undefined> => {
  const event = {
    version: "0",
    id: "e-1",
    account: "111122223333",
    source: "app.audit",
    time: "2026-03-01T10:00:00Z",
    region: "eu-west-1",
    resources: ["arn:one", "arn:two"],
    "detail-type": "migration.approved",
    detail,
    ...envelope,
  };
  const EventPattern = typeof pattern === "string" ? pattern : JSON.stringify(pattern);
  const command = new TestEventPatternCommand({ EventPattern, Event: JSON.stringify(event) });
  return (await fixture.client.send(command)).Result;
};

/** [the list in the pattern, values that match, values that do not] for the field detail.k */
const LEAVES: [unknown[], unknown[], unknown[]][] = [
  [
    ["a", "b"],
    ["a", "b", ["x", "b"]],
    ["A", "c", "", ["x"], { a: 1 }],
  ],
  [[300201], [300201, 300201.0], ["300201"]],
  [["300201"], ["300201"], [300201]],
  [[true], [true], ["true", false, 1]],
  [[null], [null], ["", "null", 0, undefined]],
  [[""], [""], [null, " ", undefined]],
  [[{ prefix: "us-" }], ["us-east-1", "us-"], ["eu-us-", "US-east-1", 5, undefined]],
  [[{ prefix: "" }], ["", "x"], [3, null]],
  [[{ prefix: { "equals-ignore-case": "EventB" } }], ["eventbridge", "EVENTB"], ["event", "xEventB"]],
  [[{ suffix: ".png" }], ["a.png", ".png"], ["a.PNG", "png", "a.png "]],
  [[{ suffix: { "equals-ignore-case": ".png" } }], ["a.PnG"], ["a.pn"]],
  [[{ "equals-ignore-case": "Straße" }], ["straße", "STRASSE"], ["strase"]],
  [[{ "anything-but": "x" }], ["y", "", 5, null, true, ["x", "y"]], ["x", ["x", "x"], undefined, { x: 1 }]],
  [[{ "anything-but": 5 }], [6, "5"], [5]],
  [[{ "anything-but": ["x", "y"] }], ["z", 1], ["x", "y"]],
  [[{ "anything-but": [1, 2] }], [3, "1"], [1, 2]],
  [[{ "anything-but": { prefix: "init" } }], ["running", 7], ["initializing", undefined]],
  [[{ "anything-but": { prefix: ["a", "b"] } }], ["cab"], ["abc", "bca"]],
  [[{ "anything-but": { suffix: ".png" } }], ["a.jpg"], ["a.png"]],
  [[{ "anything-but": { suffix: [".png", ".gif"] } }], ["a.jpg"], ["a.png", "b.gif"]],
  [[{ "anything-but": { wildcard: "*/lib/*" } }], ["/usr/bin"], ["/usr/lib/x"]],
  [[{ "anything-but": { wildcard: ["*/lib/*", "*/bin/*"] } }], ["/usr/src"], ["/usr/bin/x", "/usr/lib/x"]],
  [[{ "anything-but": { "equals-ignore-case": "init" } }], ["x"], ["INIT", "init"]],
  [[{ "anything-but": { "equals-ignore-case": ["a", "b"] } }], ["c"], ["A", "b"]],
  [[{ numeric: ["=", 3.018e2] }], [301.8], [301.9, "301.8"]],
  [[{ numeric: [">", 0, "<=", 5] }], [0.1, 5], [0, 5.1, -1, "3"]],
  [[{ numeric: ["<", -1] }], [-2], [-1, 0]],
  [[{ numeric: [">=", 10] }], [10, 1e12], [9.99]],
  [[{ cidr: "10.0.0.0/24" }], ["10.0.0.0", "10.0.0.255"], ["10.0.1.0", "::ffff:10.0.0.1", "10.0.0", 10]],
  [[{ cidr: "0.0.0.0/0" }], ["8.8.8.8"], ["::1", "x"]],
  [
    [{ cidr: "2001:db8::/32" }],
    ["2001:db8::1", "2001:0DB8:ffff::"],
    ["2001:db9::", "10.0.0.1", "fe80::1%eth0"],
  ],
  [[{ exists: true }], ["x", 0, null, false, ["x"]], [undefined, { x: 1 }, [], {}]],
  [[{ exists: false }], [undefined, { x: 1 }, [], {}], ["x", 0, null, false, ["x"]]],
  [
    [{ exists: false }, "x"],
    [undefined, "x"],
    ["y", null],
  ],
  [[{ wildcard: "a*b" }], ["ab", "axxb", "a*b"], ["abc", "a", "ba"]],
  [[{ wildcard: "*.*.json" }], ["a.b.json", "..json"], [".json", "a.json"]],
  [[{ wildcard: "a\\*b\\\\" }], ["a*b\\"], ["axb\\"]],
  [[{ wildcard: "exact" }], ["exact"], ["exactly"]],
  [[{ wildcard: "ab*ba" }], ["abba", "abxba"], ["aba"]],
  [
    [{ prefix: "a" }, 7, { numeric: ["<", 0] }],
    ["ab", 7, -1],
    ["b", 8],
  ],
];

it.each(LEAVES)("the list %j matches %j and not %j", async (list, yes, no) => {
  const pattern = { detail: { k: list } };
  for (const k of yes) expect([k, await matches(pattern, { k })]).toEqual([k, true]);
  for (const k of no) expect([k, await matches(pattern, { k })]).toEqual([k, false]);
});

describe("fields", () => {
  it("must all match, at every depth", async () => {
    const pattern = { source: ["app.audit"], detail: { a: { b: ["x"] }, c: [1] } };
    expect(await matches(pattern, { a: { b: "x" }, c: 1 })).toBe(true);
    expect(await matches(pattern, { a: { b: "x" }, c: 2 })).toBe(false);
    expect(await matches(pattern, { a: "x", c: 1 })).toBe(false);
  });

  it("of the envelope can be matched like those of the detail", async () => {
    const pattern = {
      account: ["111122223333"],
      region: [{ prefix: "eu-" }],
      resources: ["arn:two"],
      "detail-type": [{ wildcard: "migration.*" }],
      time: [{ prefix: "2026-03-01" }],
    };
    expect(await matches(pattern, {})).toBe(true);
    expect(await matches(pattern, {}, { account: "999999999999" })).toBe(false);
  });

  it("inside an array must be met by one and the same element", async () => {
    const users = [
      [{ first: "Anna", last: "Smith" }],
      [{ first: "Peter", last: "Jones" }, { first: "John" }],
    ];
    const named = (first: string, last: unknown) => ({
      detail: { people: { first: [first], last: [last] } },
    });
    expect(await matches(named("Anna", "Smith"), { people: users })).toBe(true);
    expect(await matches(named("Anna", "Jones"), { people: users })).toBe(false);
    expect(await matches(named("John", { exists: false }), { people: users })).toBe(false);
  });

  it("with a repeated key take its last value", async () => {
    expect(await matches('{"detail":{"k":["a"],"k":["b"]}}', { k: "b" })).toBe(true);
    expect(await matches('{"detail":{"k":["a"],"k":["b"]}}', { k: "a" })).toBe(false);
  });

  it("named like a member of every object are ordinary fields", async () => {
    expect(await matches('{"detail":{"__proto__":["x"],"constructor":["y"]}}', { k: 1 })).toBe(false);
    expect(await matches({ detail: { toString: [{ exists: false }] } }, { k: 1 })).toBe(true);
  });
});

describe("$or", () => {
  it("needs one of its alternatives beside all other fields", async () => {
    const pattern = {
      source: ["app.audit"],
      $or: [{ detail: { a: [1] } }, { detail: { b: [2] }, region: ["x"] }],
    };
    expect(await matches(pattern, { a: 1 })).toBe(true);
    expect(await matches(pattern, { b: 2 })).toBe(false);
    expect(await matches(pattern, { b: 2 }, { region: "x" })).toBe(true);
    expect(await matches(pattern, { a: 1 }, { source: "other" })).toBe(false);
  });

  it("nests at any depth, and multiplies with its neighbours", async () => {
    const pattern = {
      detail: {
        $or: [{ a: [1] }, { x: { $or: [{ b: [2] }, { c: [3] }] } }],
        y: { $or: [{ d: [4] }, { e: [5] }] },
      },
    };
    expect(await matches(pattern, { a: 1, y: { d: 4 } })).toBe(true);
    expect(await matches(pattern, { x: { c: 3 }, y: { e: 5 } })).toBe(true);
    expect(await matches(pattern, { x: { c: 3 }, y: {} })).toBe(false);
    expect(await matches(pattern, { y: { d: 4, e: 5 } })).toBe(false);
  });

  it("keeps the rule of one array element across its border", async () => {
    const pattern = { detail: { l: { a: [1] }, $or: [{ l: { b: [2] } }, { z: [9] }] } };
    expect(await matches(pattern, { l: [{ a: 1, b: 2 }] })).toBe(true);
    expect(await matches(pattern, { l: [{ a: 1 }, { b: 2 }] })).toBe(false);
  });
});

it.each([
  ["not json", "not JSON"],
  ["[]", "not an object"],
  ['"x"', "not an object"],
  ["{}", "Empty objects"],
  ['{"detail":{}}', "Empty objects"],
  ['{"source":[]}', "Empty arrays"],
  ['{"source":"app"}', "must be an object or an array"],
  ['{"source":[["app"]]}', "Match value must be"],
  ['{"source":[{}]}', "Match expression name"],
  ['{"source":[{"prefix":"a","suffix":"b"}]}', "Only one key"],
  ['{"source":[{"regex":"a"}]}', "Unrecognized match type regex"],
  ['{"source":[{"toString":"a"}]}', "Unrecognized match type toString"],
  ['{"source":[{"prefix":1}]}', "prefix match pattern must be a string"],
  ['{"source":[{"prefix":{"suffix":"x"}}]}', "prefix match pattern"],
  ['{"source":[{"suffix":null}]}', "suffix match pattern must be a string"],
  ['{"source":[{"equals-ignore-case":["a"]}]}', "equals-ignore-case"],
  ['{"source":[{"wildcard":"a**b"}]}', "Consecutive wildcard"],
  ['{"source":[{"wildcard":"a\\\\b"}]}', "Invalid escape"],
  ['{"source":[{"anything-but":[]}]}', "anything-but"],
  ['{"source":[{"anything-but":[1,"a"]}]}', "mixed type"],
  ['{"source":[{"anything-but":null}]}', "anything-but"],
  ['{"source":[{"anything-but":{"prefix":""}}]}', "Null prefix/suffix"],
  ['{"source":[{"anything-but":{"numeric":["=",1]}}]}', "Unsupported anything-but"],
  ['{"source":[{"anything-but":{}}]}', "Anything-But expression name"],
  ['{"a":[{"numeric":[]}]}', "numeric match"],
  ['{"a":[{"numeric":["<","5"]}]}', "must be numeric"],
  ['{"a":[{"numeric":["<",5,">",1]}]}', "lower bound"],
  ['{"a":[{"numeric":[">",5,"<",5]}]}', "Bottom must be less"],
  ['{"a":[{"numeric":[">",5,"<",6,"<",7]}]}', "Too many"],
  ['{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR"],
  ['{"a":[{"cidr":"10.0.0.0/33"}]}', "Malformed CIDR"],
  ['{"a":[{"cidr":"::/129"}]}', "Malformed CIDR"],
  ['{"a":[{"exists":"yes"}]}', "exists match pattern"],
  ['{"$or":{"a":[1]}}', "must be an Array"],
  ['{"$or":[{"a":[1]}]}', "at least 2 Objects"],
  ['{"$or":[{"a":[1]},2]}', "Only JSON object"],
  ['{"$or":[{"prefix":["x"]},{"a":[1]}]}', "cannot be used inside $or"],
])("the pattern %s is refused: %s", async (pattern, reason) => {
  const refusal = await matches(pattern, {}).catch((error: unknown) => error);
  expect(refusal).toMatchObject({
    name: "InvalidEventPatternException",
    message: expect.stringMatching(/^Event pattern is not valid\. Reason: /),
  });
  expect(String(refusal)).toContain(reason);
});

it("refuses an $or that would multiply without end", async () => {
  const three = { $or: [{ a: [1] }, { b: [1] }, { c: [1] }] };
  const pattern = Object.fromEntries("klmnopq".split("").map((key) => [key, three]));
  await expect(matches(pattern, {})).rejects.toMatchObject({ name: "InvalidEventPatternException" });
});

it("refuses a pattern longer than the quota, and an event without its envelope", async () => {
  await expect(matches({ source: ["x".repeat(2100)] }, {})).rejects.toMatchObject({
    name: "LimitExceededException",
  });
  const command = new TestEventPatternCommand({ EventPattern: '{"a":[1]}', Event: '{"id":"1"}' });
  await expect(fixture.client.send(command)).rejects.toMatchObject({ name: "ValidationException" });
});

it("matches hostile wildcards and long arrays in no noticeable time", async () => {
  const work = await cpuTime(async () => {
    const pattern = { detail: { k: [{ wildcard: `${"*a".repeat(500)}*b` }] } };
    expect(await matches(pattern, { k: "a".repeat(100_000) })).toBe(false);
    const list = Array.from({ length: 5000 }, (_, index) => ({ a: index, b: index + 1 }));
    expect(await matches({ detail: { list: { a: [4000], b: [4000] } } }, { list })).toBe(false);
  });
  expect(work).toBeLessThan(2000);
});

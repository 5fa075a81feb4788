// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of Fn::Sub are written like this
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { readStack, type StackSource, TemplateError } from "../../src/template/index.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "template-"));
});
afterAll(() => rm(folder, { recursive: true }));

const place = { region: "eu-west-1", accountId: "123456789012", stackName: "shop-dev" };

const read = async (content: string | Buffer, given: Partial<StackSource> = {}) => {
  const file = join(folder, "template.yaml");
  await writeFile(file, content);
  return readStack({ ...place, ...given, file, template: undefined });
};
const probe = async (properties: string) => {
  const text = `Resources:
  Table: { Type: AWS::DynamoDB::Table, Properties: { TableName: orders } }
  Probe:
    Type: AWS::SSM::Parameter
    Properties: { Name: probe, Value: ${properties} }
Conditions:
  Here: !And [!Equals [!Ref AWS::Region, eu-west-1], !Not [!Equals [a, b]]]
  There: !Not [!Condition Here]
`;
  return (await read(text)).resource("Probe").properties.Value;
};

it.each([
  ["!Ref Table", "orders"],
  ["!GetAtt Table.Arn", "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"],
  ["!GetAtt [Table, Arn]", "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"],
  ['!Sub "${Table}-x"', "orders-x"],
  ['!Sub ["${A}-${Table}", { A: !Ref AWS::Region }]', "eu-west-1-orders"],
  ['!Join ["-", [a, !Ref Table, !If [Here, b, c], !If [There, b, c]]]', "a-orders-b-c"],
  ['!Select [1, !Split [",", "a,b"]]', "b"],
  ["!Base64 a", "YQ=="],
  ["{ Fn::Join: ['', [a, !Ref Table]] }", "aorders"],
  ["[yes, no, on, off, true, y, n, Y]", [true, false, true, false, true, "y", "n", "Y"]],
  ["[2012-10-17, 12, 1.5, '012', ~]", ["2012-10-17", 12, 1.5, "012", null]],
])("reads %s in YAML as CloudFormation does", async (text, value) => {
  expect(await probe(text)).toEqual(value);
});

it("reads JSON in a file of any name, also after a byte order mark", async () => {
  const text = JSON.stringify({ Resources: { Queue: { Type: "AWS::SQS::Queue" } } });

  expect((await read(`\uFEFF${text}`)).types).toEqual(["AWS::SQS::Queue"]);
});

it.each([
  ["Resources: [", /template\.yaml: not YAML \(.* at line 1/],
  ["Resources: {}\nA: !Nonsense b", /template\.yaml: not YAML \(Unresolved tag: !Nonsense/],
  ["{ Resources", /template\.yaml: not JSON \(/],
  [Buffer.from("Resources: {}", "utf16le"), /template\.yaml: not UTF-8 text/],
  ["just words", /Resources: missing/],
  ["", /Resources: missing/],
])("refuses a file that holds %j, in one line", async (content, message) => {
  const error = await read(content).catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(TemplateError);
  expect((error as Error).message).toMatch(message);
  expect((error as Error).message).not.toContain("\n");
});

it.each([
  ["missing.yaml", "the file does not exist"],
  [".", "is a folder"],
])("says of %s that it %s", (name, reason) => {
  expect(() => readStack({ ...place, file: join(folder, name) })).toThrow(reason);
});

it("resolves only the requested resources, if requested", async () => {
  const stack = await read(
    "Resources:\n  A: { Type: AWS::SNS::Topic }\n  B: { Type: AWS::SQS::Queue, Properties: { QueueName: !ImportValue shared } }\n",
    { onlyAsked: true },
  );

  expect(stack.resources("AWS::SNS::Topic")).toHaveLength(1);
  expect(() => stack.resources("AWS::SQS::Queue")).toThrow(
    "Resources.B.Properties.QueueName.Fn::ImportValue: exports of other stacks cannot be imported here (shared)",
  );
  expect(() => stack.resolveAll()).toThrow("cannot be imported");
});

it("takes a value for a parameter of Systems Manager, and refuses to look one up", async () => {
  const text = `Parameters:
  Host: { Type: "AWS::SSM::Parameter::Value<String>", Default: /shop/host }
Resources:
  Probe: { Type: AWS::SSM::Parameter, Properties: { Value: !Ref Host } }
`;

  await expect(read(text)).rejects.toThrow(
    "Parameters.Host: values are not read from Systems Manager locally",
  );
  const stack = await read(text, { parameters: { Host: "shop.example" } });
  expect(stack.resource("Probe").properties.Value).toBe("shop.example");
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of Fn::Sub are written like this
import { describe, expect, it } from "@jest/globals";
import { readStack, type StackSource, TemplateError } from "../../src/template/index.js";

const place = { region: "eu-west-1", accountId: "123456789012", stackName: "shop-dev" };

const read = (template: Readonly<Record<string, unknown>>, given: Partial<StackSource> = {}) =>
  readStack({ ...place, ...given, template, file: undefined });

const resolved = (
  value: unknown,
  template: Readonly<Record<string, unknown>> = {},
  given: Partial<StackSource> = {},
) => {
  const Resources = {
    Table: { Type: "AWS::DynamoDB::Table", Properties: { TableName: "orders" } },
    Probe: { Type: "AWS::SSM::Parameter", Properties: { Name: "probe", Value: value } },
    ...(template.Resources as object | undefined),
  };
  return read({ ...template, Resources }, given).resource("Probe").properties.Value;
};

describe("intrinsic functions", () => {
  it.each([
    [{ Ref: "Table" }, "orders"],
    [{ Ref: "AWS::Region" }, "eu-west-1"],
    [{ Ref: "AWS::AccountId" }, "123456789012"],
    [{ Ref: "AWS::Partition" }, "aws"],
    [{ Ref: "AWS::StackName" }, "shop-dev"],
    [{ Ref: "AWS::URLSuffix" }, "amazonaws.com"],
    [{ "Fn::GetAtt": ["Table", "Arn"] }, "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"],
    [{ "Fn::GetAtt": "Table.Arn" }, "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"],
    [
      { "Fn::Sub": "${Table}/${AWS::Region}/${Table.Arn}" },
      "orders/eu-west-1/arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
    ],
    [{ "Fn::Sub": ["${Name}-${Table}", { Name: { Ref: "AWS::StackName" } }] }, "shop-dev-orders"],
    [{ "Fn::Sub": "${!Literal}" }, "${Literal}"],
    [{ "Fn::Join": [":", ["a", { Ref: "Table" }, 3]] }, "a:orders:3"],
    [{ "Fn::Select": ["1", { "Fn::Split": ["-", { Ref: "AWS::StackName" }] }] }, "dev"],
    [{ "Fn::Base64": { Ref: "Table" } }, "b3JkZXJz"],
    [
      ["a", { Ref: "AWS::NoValue" }, "b"],
      ["a", "b"],
    ],
    [{ kept: 1, gone: { Ref: "AWS::NoValue" } }, { kept: 1 }],
  ])("resolves %j", (value, expected) => {
    expect(resolved(value)).toEqual(expected);
  });

  it("finds values in mappings by names that are themselves resolved", () => {
    const Mappings = { Sizes: { "eu-west-1": { small: 2 } } };
    expect(resolved({ "Fn::FindInMap": ["Sizes", { Ref: "AWS::Region" }, "small"] }, { Mappings })).toBe(2);
  });

  it.each([
    [{ "Fn::Equals": [{ Ref: "Stage" }, "prod"] }, "yes"],
    [{ "Fn::Not": [{ "Fn::Equals": [{ Ref: "Stage" }, "prod"] }] }, "no"],
    [{ "Fn::And": [{ Condition: "IsProd" }, { "Fn::Equals": ["true", true] }] }, "yes"],
    [{ "Fn::Or": [{ "Fn::Equals": ["a", "b"] }, { Condition: "IsProd" }] }, "yes"],
  ])("takes the branch of Fn::If that %j says", (condition, expected) => {
    const template = {
      Parameters: { Stage: { Type: "String", Default: "dev" } },
      Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] }, Tested: condition },
    };
    expect(resolved({ "Fn::If": ["Tested", "yes", "no"] }, template, { stage: "prod" })).toBe(expected);
  });

  it("leaves out resources and outputs whose condition does not hold", () => {
    const stack = read({
      Conditions: { Never: { "Fn::Equals": ["a", "b"] } },
      Resources: {
        Kept: { Type: "AWS::SQS::Queue" },
        Gone: { Type: "AWS::SQS::Queue", Condition: "Never" },
      },
      Outputs: { Kept: { Value: { Ref: "Kept" } }, Gone: { Condition: "Never", Value: { Ref: "Gone" } } },
    });
    expect(stack.resources("AWS::SQS::Queue").map(({ logicalId }) => logicalId)).toEqual(["Kept"]);
    expect(stack.outputs).toEqual({ Kept: "https://sqs.eu-west-1.amazonaws.com/123456789012/shop-dev-Kept" });
  });
});

describe("errors", () => {
  it.each([
    [{ Ref: "Nobody" }, "Resources.Probe.Properties.Value.Ref: there is no parameter or resource Nobody"],
    [{ deep: [{ Ref: "Nobody" }] }, "Resources.Probe.Properties.Value.deep[0].Ref"],
    [{ "Fn::GetAtt": ["Table", "StreamArn"] }, "has no attribute StreamArn"],
    [{ "Fn::GetAtt": ["Nobody", "Arn"] }, "there is no resource Nobody"],
    [{ "Fn::Sub": "${Nobody.Arn}" }, "there is no resource Nobody"],
    [{ "Fn::Select": [4, ["a"]] }, "the list has no item 4"],
    [{ "Fn::If": ["Nobody", 1, 2] }, "there is no condition Nobody"],
    [{ "Fn::FindInMap": ["No", "such", "map"] }, "there is no mapping No.such.map"],
    [{ "Fn::ImportValue": "other-stack" }, "cannot be imported"],
    [{ "Fn::Cidr": ["10.0.0.0/8", 2, 8] }, "not supported"],
    [{ "Fn::Join": [":", "abc"] }, "expected a list"],
  ])("names the place of %j", (value, words) => {
    expect(() => resolved(value)).toThrow(TemplateError);
    expect(() => resolved(value)).toThrow(words);
  });

  it("refuses resources that wait for each other, as CloudFormation does", () => {
    const Resources = {
      Pool: {
        Type: "AWS::Cognito::UserPool",
        Properties: { LambdaConfig: { PreSignUp: { "Fn::GetAtt": ["Fn", "Arn"] } } },
      },
      Fn: {
        Type: "AWS::Lambda::Function",
        Properties: { Environment: { Variables: { POOL: { "Fn::Sub": "${Pool}" } } } },
      },
    };
    expect(() => read({ Resources })).toThrow("circular dependency: Pool -> Fn -> Pool");
  });

  it("counts DependsOn, and only the branch of Fn::If that is taken", () => {
    const circle = (choice: unknown) => ({
      Conditions: { Never: { "Fn::Equals": ["a", "b"] } },
      Resources: {
        First: { Type: "AWS::SQS::Queue", DependsOn: "Second" },
        Second: { Type: "AWS::SSM::Parameter", Properties: { Value: choice } },
      },
    });
    expect(() => read(circle({ Ref: "First" }))).toThrow("circular dependency");
    expect(() => read(circle({ "Fn::If": ["Never", { Ref: "First" }, "none"] }))).not.toThrow();
  });

  it.each([
    [{ Parameters: { Size: { Type: "String" } } }, "Parameters.Size: has no value and no default"],
    [
      { Parameters: { Size: { Type: "String", Default: "XL", AllowedValues: ["S"] } } },
      "not one of its AllowedValues",
    ],
    [{ Transform: "AWS::Serverless-2016-10-31" }, "macros are not supported"],
    [{ Conditions: { A: { Condition: "B" }, B: { Condition: "A" } } }, "depends on itself"],
  ])("refuses %j", (template, words) => {
    expect(() => resolved({ "Fn::If": ["A", 1, 2] }, template)).toThrow(words);
  });
});

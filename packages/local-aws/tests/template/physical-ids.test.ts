// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of Fn::Sub are written like this
import { describe, expect, it } from "@jest/globals";
import { readStack } from "../../src/template/index.js";

const read = (Resources: Readonly<Record<string, unknown>>, stackName = "shop-dev") =>
  readStack({ template: { Resources }, region: "us-east-1", accountId: "123456789012", stackName });

const one = (Type: string, Properties: Readonly<Record<string, unknown>> = {}) =>
  read({ Thing: { Type, Properties } }).resource("Thing");

describe("physical ids", () => {
  it.each([
    ["AWS::Cognito::UserPool", {}, /^us-east-1_[A-Za-z0-9]{9}$/],
    ["AWS::Cognito::UserPoolClient", {}, /^[a-z0-9]{26}$/],
    ["AWS::DynamoDB::Table", {}, /^shop-dev-Thing$/],
    ["AWS::DynamoDB::Table", { TableName: "orders" }, /^orders$/],
    ["AWS::Lambda::Function", { FunctionName: "f" }, /^f$/],
    ["AWS::ApiGatewayV2::Api", {}, /^[a-z0-9]{10}$/],
    ["AWS::KMS::Key", {}, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/],
    ["AWS::SQS::Queue", { QueueName: "q" }, /^https:\/\/sqs\.us-east-1\.amazonaws\.com\/123456789012\/q$/],
    ["AWS::SQS::Queue", { FifoQueue: true }, /\/shop-dev-Thing\.fifo$/],
    ["AWS::S3::Bucket", {}, /^[a-z0-9.-]{3,63}$/],
    ["AWS::Events::EventBus", { Name: "audit" }, /^audit$/],
    [
      "AWS::SecretsManager::Secret",
      { Name: "a/b" },
      /^arn:aws:secretsmanager:us-east-1:123456789012:secret:a\/b-[A-Za-z0-9]{6}$/,
    ],
  ])("of %s with %j has the documented form", (type, properties, form) => {
    expect(one(type, properties).physicalId).toMatch(form);
  });

  it.each([
    ["AWS::Lambda::Function", { FunctionName: "f" }, "arn:aws:lambda:us-east-1:123456789012:function:f"],
    ["AWS::SQS::Queue", { QueueName: "q" }, "arn:aws:sqs:us-east-1:123456789012:q"],
    ["AWS::IAM::Role", { RoleName: "r", Path: "/p/" }, "arn:aws:iam::123456789012:role/p/r"],
    ["AWS::Events::Rule", { Name: "r", EventBusName: "b" }, "arn:aws:events:us-east-1:123456789012:rule/b/r"],
    ["AWS::Events::Rule", { Name: "r" }, "arn:aws:events:us-east-1:123456789012:rule/r"],
    ["AWS::Logs::LogGroup", { LogGroupName: "/g" }, "arn:aws:logs:us-east-1:123456789012:log-group:/g:*"],
    ["AWS::S3::Bucket", { BucketName: "b" }, "arn:aws:s3:::b"],
    ["AWS::ApiGatewayV2::Stage", { StageName: "$default" }, "$default"],
  ])("the ARN of %s with %j is %s", (type, properties, arn) => {
    expect(one(type, properties).arn).toBe(arn);
  });

  it("are the same at every start, and different for another stack or resource", () => {
    const pools = (stackName: string) =>
      read({ A: { Type: "AWS::Cognito::UserPool" }, B: { Type: "AWS::Cognito::UserPool" } }, stackName)
        .resources("AWS::Cognito::UserPool")
        .map(({ physicalId }) => physicalId);
    expect(pools("one")).toEqual(pools("one"));
    expect(new Set([...pools("one"), ...pools("two")]).size).toBe(4);
  });

  it("a name may itself be made of other names", () => {
    const stack = read({
      Key: { Type: "AWS::KMS::Key" },
      Table: {
        Type: "AWS::DynamoDB::Table",
        Properties: { TableName: { "Fn::Sub": "${AWS::StackName}-orders" } },
      },
      Role: { Type: "AWS::IAM::Policy", Properties: { Resource: { "Fn::GetAtt": ["Table", "Arn"] } } },
    });
    expect(stack.resource("Role").properties.Resource).toMatch(/table\/shop-dev-orders$/);
  });

  it("a table has a stream ARN only when it has a stream", () => {
    const Table = {
      Type: "AWS::DynamoDB::Table",
      Properties: { TableName: "t", StreamSpecification: { StreamViewType: "NEW_IMAGE" } },
    };
    const Probe = {
      Type: "AWS::SSM::Parameter",
      Properties: { Value: { "Fn::GetAtt": ["Table", "StreamArn"] } },
    };
    expect(read({ Table, Probe }).resource("Probe").properties.Value).toMatch(
      /^arn:aws:dynamodb:us-east-1:123456789012:table\/t\/stream\/\d{4}-\d\d-\d\dT/,
    );
  });
});

describe("resources", () => {
  it("come in the order in which they can be created", () => {
    const stack = read({
      Last: {
        Type: "AWS::SQS::Queue",
        Properties: { RedrivePolicy: { arn: { "Fn::GetAtt": ["First", "Arn"] } } },
      },
      First: { Type: "AWS::SQS::Queue" },
    });
    expect(stack.resources("AWS::SQS::Queue").map(({ logicalId }) => logicalId)).toEqual(["First", "Last"]);
  });

  it("of a type that is not known can be listed but not referred to", () => {
    const Odd = { Type: "AWS::Odd::Thing", Properties: { Size: 3 } };
    expect(read({ Odd }).resource("Odd").properties).toEqual({ Size: 3 });
    const Probe = { Type: "AWS::SSM::Parameter", Properties: { Value: { Ref: "Odd" } } };
    expect(() => read({ Odd, Probe })).toThrow(
      "Resources.Probe.Properties.Value.Ref: Ref and Fn::GetAtt of AWS::Odd::Thing are not implemented",
    );
  });

  it("asking for one that is not there is an error", () => {
    expect(() => read({}).resource("Nobody")).toThrow("Resources.Nobody: there is no such resource");
  });
});

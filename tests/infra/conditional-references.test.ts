/**
 * A resource with a condition may not be there. CloudFormation refuses a template that refers to it from anywhere but a
 * resource under the same condition, or an Fn::If on it: "Unresolved resource dependencies".
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
 */
import { expect, it } from "@jest/globals";
import { packagedService, type Template } from "../support/packaged-functions.js";
import { danglingReferences } from "../support/template-graph.js";

const condition = "HasGoogle";
const provider = { Type: "AWS::Cognito::UserPoolIdentityProvider", Condition: condition, Properties: {} };
const withClient = (client: object): Template =>
  ({
    Resources: { GoogleProvider: provider, Client: { Type: "T", Properties: {}, ...client } },
  }) as unknown as Template;

it("the packaged template refers to no resource that may be missing", async () => {
  const { template } = await packagedService();
  expect(danglingReferences(template)).toEqual([]);
}, 120_000);

it.each([
  ["DependsOn", { DependsOn: "GoogleProvider" }],
  ["a list in DependsOn", { DependsOn: ["GoogleProvider"] }],
  ["Ref", { Properties: { Providers: [{ Ref: "GoogleProvider" }] } }],
  ["Fn::GetAtt", { Properties: { A: { "Fn::GetAtt": ["GoogleProvider", "Name"] } } }],
  ["Fn::Sub", { Properties: { A: { "Fn::Sub": ["$", "{GoogleProvider}"].join("") } } }],
  [
    "the other branch of Fn::If",
    { Properties: { A: { "Fn::If": [condition, "a", { Ref: "GoogleProvider" }] } } },
  ],
  [
    "an Fn::If on another condition",
    { Properties: { A: { "Fn::If": ["Other", { Ref: "GoogleProvider" }, "a"] } } },
  ],
])("%s to such a resource is found", (_, client) => {
  expect(danglingReferences(withClient(client))).toEqual(["Client -> GoogleProvider"]);
});

it.each([
  [
    "from the branch of Fn::If in which it is there",
    { Properties: { A: { "Fn::If": [condition, { Ref: "GoogleProvider" }, "a"] } } },
  ],
  ["under the same condition", { Condition: condition, DependsOn: "GoogleProvider" }],
])("a reference %s is not dangling", (_, client) => {
  expect(danglingReferences(withClient(client))).toEqual([]);
});

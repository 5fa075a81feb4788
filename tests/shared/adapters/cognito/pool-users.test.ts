import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { SSMClient } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { onlyPool } from "../../../../shared/adapters/aws/allowed-pools.js";
import { sdkParameterValue } from "../../../../shared/adapters/aws/sdk-named-values.js";
import { cognitoPoolUsers } from "../../../../shared/adapters/cognito/pool-users.js";
import { type AwsService, startAwsService } from "../../../support/aws-service.js";

let aws: AwsService;
beforeEach(async () => {
  aws = await startAwsService();
});
afterEach(() => aws.close());

const users = () =>
  cognitoPoolUsers(new CognitoIdentityProviderClient(aws.clientConfig), async () => "us-east-1_A");
const attribute = (Name: string, Value: string) => ({ Name, Value });
const listed = (sub: string, ...attributes: { Name: string; Value: string }[]) => ({
  Username: sub,
  UserStatus: "CONFIRMED",
  Enabled: true,
  Attributes: [attribute("sub", sub), ...attributes],
});

it("reads a pool page by page to its end", async () => {
  aws.script(
    "ListUsers",
    { output: { Users: [listed("s1")], PaginationToken: "next" } },
    { output: { Users: [], PaginationToken: "last" } },
    { output: { Users: [listed("s2")] } },
  );
  const subs = [];
  for await (const { sub } of users().all()) subs.push(sub);

  expect(subs).toEqual(["s1", "s2"]);
  expect(aws.inputs("ListUsers").map(({ PaginationToken }) => PaginationToken)).toEqual([
    undefined,
    "next",
    "last",
  ]);
});

it("a value cannot change the filter of a search", async () => {
  aws.script("ListUsers", { output: { Users: [] } });
  await users().byEmail(String.raw`a"b\c@example.com`);
  await users().bySub(`" or sub ^= "`);
  expect(aws.inputs("ListUsers").map(({ Filter }) => Filter)).toEqual([
    String.raw`email = "a\"b\\c@example.com"`,
    String.raw`sub = "\" or sub ^= \""`,
  ]);
});

it("reads identities, proofs of the address and its spelling as the directory has them", async () => {
  const identities = JSON.stringify([{ providerName: "Google", userId: "104", primary: true }]);
  const attributes = [
    attribute("email", "Ada@Example.com"),
    attribute("identities", identities),
    attribute("custom:user_id", "usr_ada"),
  ];
  aws.script("ListUsers", { output: { Users: [{ ...listed("s1", ...attributes), Enabled: false }] } });
  expect(await users().bySub("s1")).toEqual({
    username: "s1",
    sub: "s1",
    email: "ada@example.com",
    userId: "usr_ada",
    emailVerified: false,
    enabled: false,
    status: "CONFIRMED",
    identities: [{ provider: "Google", subject: "104" }],
  });
});

it("an operation on a deleted user succeeds", async () => {
  for (const operation of [
    "AdminDeleteUser",
    "AdminDisableUser",
    "AdminEnableUser",
    "AdminUserGlobalSignOut",
  ])
    aws.script(operation, { error: "UserNotFoundException" });
  const pool = users();
  for (const act of [pool.remove, pool.disable, pool.enable, pool.endSessions])
    expect(await act("s1")).toBeUndefined();
});

it.each([
  ["TooManyRequestsException", "too_many_requests"],
  ["InternalErrorException", "temporarily_unavailable"],
  ["NotAuthorizedException", "temporarily_unavailable"],
])("%s is no answer", async (error, code) => {
  aws.script("ListUsers", { error });
  aws.script("AdminDeleteUser", { error });
  await expect(users().byEmail("ada@example.com")).rejects.toMatchObject({ code });
  await expect(users().remove("s1")).rejects.toMatchObject({ code });
});

it.each([
  ["us-east-1_A", "us-east-1_A"],
  ["us-east-1_A, us-east-1_B", "refused"],
  ["", "refused"],
])("the pool of a stage whose parameter is %j is %s", async (Value, pool) => {
  aws.script("GetParameter", { output: { Parameter: { Value } } });
  const found = onlyPool(sdkParameterValue(new SSMClient(aws.clientConfig)), "name").catch(() => "refused");
  expect(await found).toBe(pool);
});

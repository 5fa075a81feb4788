import { afterEach, beforeEach, expect, it } from "@jest/globals";
import {
  cognitoPoolAttributes,
  cognitoPoolDirectory,
} from "../../../../shared/adapters/cognito/pool-directory.js";
import { type AwsService, startAwsService } from "../../../support/aws-service.js";

let aws: AwsService;
beforeEach(async () => {
  aws = await startAwsService();
});
afterEach(() => aws.close());

const POOL = "us-east-1_A";
const directory = () => cognitoPoolDirectory(aws.call);
const attributes = (sub: string) => [
  { Name: "sub", Value: sub },
  { Name: "email", Value: "Ada@Example.com" },
  { Name: "email_verified", Value: "true" },
  { Name: "identities", Value: '[{"providerName":"Google","userId":"g-1"}]' },
];
const user = (sub: string) => ({
  ...{ username: "name", sub, email: "ada@example.com", emailVerified: true, enabled: true },
  ...{ status: "CONFIRMED", userId: undefined, identities: [{ provider: "Google", subject: "g-1" }] },
});
const described = { Username: "name", Enabled: true, UserStatus: "CONFIRMED" };

it("finds a native user by the sub, consistently", async () => {
  aws.script("AdminGetUser", { output: { ...described, UserAttributes: attributes("s-1") } });
  expect(await directory().bySub(POOL, "s-1")).toEqual(user("s-1"));
  expect(aws.inputs("AdminGetUser")).toEqual([{ UserPoolId: POOL, Username: "s-1" }]);
});

it("finds a federated user, whose sub AdminGetUser does not take", async () => {
  aws.script("AdminGetUser", { error: "UserNotFoundException" });
  aws.script("ListUsers", { output: { Users: [{ ...described, Attributes: attributes('s"2') }] } });
  expect(await directory().bySub(POOL, 's"2')).toEqual(user('s"2'));
  expect(aws.inputs("ListUsers")).toEqual([{ UserPoolId: POOL, Filter: String.raw`sub = "s\"2"`, Limit: 1 }]);
});

it("does not take a user whose name is the sub of another one", async () => {
  aws.script("AdminGetUser", { output: { ...described, UserAttributes: attributes("s-9") } });
  aws.script("ListUsers", { output: { Users: [] } });
  expect(await directory().bySub(POOL, "s-1")).toBeUndefined();
});

it.each(["TooManyRequestsException", "InternalErrorException", "AccessDeniedException"])(
  "says nothing about a user after %s",
  async (error) => {
    aws.script("AdminGetUser", { error });
    aws.script("AdminDeleteUser", { error });
    const unavailable = { code: "temporarily_unavailable" };
    await expect(directory().bySub(POOL, "s-1")).rejects.toMatchObject(unavailable);
    await expect(directory().remove(POOL, "name")).rejects.toMatchObject(unavailable);
  },
);

it("removes a user, also one who is gone, and links an identity to one who is there", async () => {
  aws.script("AdminDeleteUser", { error: "UserNotFoundException" });
  await directory().remove(POOL, "google_g-1");
  aws.script("AdminLinkProviderForUser", { output: {} }, { error: "UserNotFoundException" });
  const identity = { provider: "Google", subject: "g-1" };
  await directory().link(POOL, "name", identity);
  expect(aws.inputs("AdminLinkProviderForUser")).toEqual([
    {
      UserPoolId: POOL,
      DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: "name" },
      SourceUser: {
        ...{ ProviderName: "Google", ProviderAttributeName: "Cognito_Subject" },
        ProviderAttributeValue: "g-1",
      },
    },
  ]);
  await expect(directory().link(POOL, "name", identity)).rejects.toMatchObject({
    code: "temporarily_unavailable",
  });
});

it("writes the legacy id of a user, and says that it did not after any failure", async () => {
  const errors = ["UserNotFoundException", "TooManyRequestsException", "AccessDeniedException"];
  aws.script("AdminUpdateUserAttributes", { output: {} }, ...errors.map((error) => ({ error })));
  const write = () => cognitoPoolAttributes(aws.call).setLegacyId(POOL, "google_g-1", "legacy-1");
  await write();
  expect(aws.inputs("AdminUpdateUserAttributes")).toEqual([
    {
      UserPoolId: POOL,
      Username: "google_g-1",
      UserAttributes: [{ Name: "custom:legacy_id", Value: "legacy-1" }],
    },
  ]);
  for (const _ of errors) await expect(write()).rejects.toMatchObject({ code: "temporarily_unavailable" });
});

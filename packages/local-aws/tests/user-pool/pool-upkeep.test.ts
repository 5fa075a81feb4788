/** What operators change on a pool that is in use: its attributes, its clients' secrets, its tags. */
import { createHmac } from "node:crypto";
import {
  AddCustomAttributesCommand,
  AddUserPoolClientSecretCommand,
  AdminCreateUserCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolCommand,
  GetCSVHeaderCommand,
  InitiateAuthCommand,
  ListTagsForResourceCommand,
  ListUserPoolClientSecretsCommand,
  RevokeTokenCommand,
  type SchemaAttributeType,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  givenUser,
  password,
  poolId,
  publicId,
  refusal,
  signIn,
  startWorld,
  type World,
  webId,
} from "./world.js";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const web = { UserPoolId: poolId, ClientId: webId };

describe("the secrets of a client", () => {
  const firstSecret = () => world.running.client(poolId, webId).secret ?? "";
  const add = (ClientSecret?: string) =>
    world.cognito.send(new AddUserPoolClientSecretCommand({ ...web, ClientSecret }));
  const list = async () =>
    (await world.cognito.send(new ListUserPoolClientSecretsCommand(web))).ClientSecrets ?? [];
  const remove = (ClientSecretId = "") =>
    world.cognito.send(new DeleteUserPoolClientSecretCommand({ ...web, ClientSecretId }));

  const signInWith = (secret: string, email: string) => {
    const SECRET_HASH = createHmac("sha256", secret).update(`${email}${webId}`).digest("base64");
    const AuthParameters = { USERNAME: email, PASSWORD: password, SECRET_HASH };
    const command = { ClientId: webId, AuthFlow: "USER_PASSWORD_AUTH" as const, AuthParameters };
    return refusal(world.cognito.send(new InitiateAuthCommand(command)));
  };

  it("are both good while one replaces the other", async () => {
    const { email } = await givenUser(world);
    const old = firstSecret();
    const { ClientSecretDescriptor: added } = await add();
    const fresh = added?.ClientSecretValue ?? "";

    expect(added?.ClientSecretId).toMatch(new RegExp(`^${webId}--\\d+$`));
    expect(await signInWith(old, email)).toBe("no error");
    expect(await signInWith(fresh, email)).toBe("no error");
    const { refresh } = await signIn(world, email);
    const revoke = new RevokeTokenCommand({ ClientId: webId, ClientSecret: fresh, Token: refresh });
    expect(await refusal(world.cognito.send(revoke))).toBe("no error");
    const [first] = await list();
    await remove(first?.ClientSecretId);
    expect(await signInWith(old, email)).toMatch(/^NotAuthorizedException/);
    expect(await signInWith(fresh, email)).toBe("no error");
    expect(firstSecret()).toBe(fresh);
  });

  it("survive an update of the client's settings", async () => {
    const { email } = await givenUser(world);
    const fresh = "a_secret_of_our_own_choice_1";
    await add(fresh);
    const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH" as const];
    await world.cognito.send(new UpdateUserPoolClientCommand({ ...web, ExplicitAuthFlows }));

    expect(await signInWith(fresh, email)).toBe("no error");
  });

  it("are never listed, and a brought one is not repeated", async () => {
    const { ClientSecretDescriptor: added } = await add("a_secret_of_our_own_choice_1");
    const listed = await list();

    expect(added?.ClientSecretValue).toBeUndefined();
    expect(listed.map(({ ClientSecretId }) => ClientSecretId)).toContain(added?.ClientSecretId);
    expect(listed.map(({ ClientSecretValue }) => ClientSecretValue)).toEqual([undefined, undefined]);
  });

  it("are one or two, never three or zero, and zero for a public client", async () => {
    await add();
    expect(await refusal(add())).toMatch(/^LimitExceededException/);
    const [first, second] = await list();
    await remove(second?.ClientSecretId);
    expect(await refusal(remove(second?.ClientSecretId))).toMatch(/^ResourceNotFoundException/);
    expect(await refusal(remove(first?.ClientSecretId))).toMatch(/^InvalidParameterException/);
    const toPublic = new AddUserPoolClientSecretCommand({ UserPoolId: poolId, ClientId: publicId });
    expect(await refusal(world.cognito.send(toPublic))).toMatch(/^InvalidParameterException/);
  });
});

describe("custom attributes", () => {
  const addAttributes = (...CustomAttributes: SchemaAttributeType[]) =>
    world.cognito.send(new AddCustomAttributesCommand({ UserPoolId: poolId, CustomAttributes }));
  const header = async () =>
    (await world.cognito.send(new GetCSVHeaderCommand({ UserPoolId: poolId }))).CSVHeader ?? [];

  it("can be added, also under the name of a standard one", async () => {
    await addAttributes({ Name: "team", Mutable: true }, { Name: "email" });
    const created = await world.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: "ada@example.com",
        MessageAction: "SUPPRESS",
        UserAttributes: [{ Name: "custom:team", Value: "engines" }],
      }),
    );

    expect(created.User?.Attributes).toContainEqual({ Name: "custom:team", Value: "engines" });
    expect(await header()).toEqual(expect.arrayContaining(["email", "custom:email", "custom:team"]));
  });

  it("must be new, optional and few", async () => {
    await addAttributes({ Name: "team" });
    const numbered = (from: number) =>
      Array.from({ length: 25 }, (_, index) => ({ Name: `attribute${from + index}` }));

    expect(await refusal(addAttributes({ Name: "team" }))).toMatch(/Existing attribute already has name/);
    expect(await refusal(addAttributes({ Name: "crew", Required: true }))).toMatch(/Required custom/);
    await addAttributes(...numbered(0));
    expect(await refusal(addAttributes(...numbered(25)))).toMatch(/at most 50 custom attributes/);
  });

  it("are in the header of an import file, the user's own and developers' ones left out", async () => {
    await addAttributes({ Name: "team" }, { Name: "hidden", DeveloperOnlyAttribute: true });
    const names = await header();

    expect(names.slice(-3)).toEqual(["custom:team", "cognito:mfa_enabled", "cognito:username"]);
    expect(names).not.toContain("sub");
    expect(names).not.toContain("dev:custom:hidden");
  });
});

describe("tags", () => {
  const ResourceArn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${poolId}`;
  const tag = (Tags: Record<string, string>, arn = ResourceArn) =>
    world.cognito.send(new TagResourceCommand({ ResourceArn: arn, Tags }));

  it("are added, replaced and removed by key", async () => {
    await tag({ stage: "dev", owner: "identity" });
    await tag({ stage: "test" });
    await world.cognito.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["owner"] }));
    const described = await world.cognito.send(new DescribeUserPoolCommand({ UserPoolId: poolId }));

    expect((await world.cognito.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual({
      stage: "test",
    });
    expect(described.UserPool?.UserPoolTags).toEqual({ stage: "test" });
  });

  it("belong to a pool that exists, are fifty at most, and not AWS's own", async () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${index}`, ""]));

    expect(await refusal(tag({ stage: "dev" }, `${ResourceArn}X`))).toMatch(/^ResourceNotFoundException/);
    expect(await refusal(tag(many))).toMatch(/^InvalidParameterException/);
    expect(await refusal(tag({ "aws:stage": "dev" }))).toMatch(/^InvalidParameterException/);
  });
});

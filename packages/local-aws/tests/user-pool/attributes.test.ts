import {
  AdminDeleteUserAttributesCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  DeleteUserAttributesCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  attempt,
  givenUser,
  lastCode,
  named,
  poolId,
  refusal,
  type Setup,
  signIn,
  startWorld,
  type World,
} from "./world.js";

const list = (values: Record<string, string>) =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

function actions(world: () => World) {
  return {
    update: (access: string, values: Record<string, string>) =>
      world().cognito.send(
        new UpdateUserAttributesCommand({ AccessToken: access, UserAttributes: list(values) }),
      ),
    adminUpdate: (Username: string, values: Record<string, string>) =>
      world().cognito.send(
        new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username, UserAttributes: list(values) }),
      ),
    verify: (access: string, Code: string) =>
      world().cognito.send(
        new VerifyUserAttributeCommand({ AccessToken: access, AttributeName: "email", Code }),
      ),
    attributesOf: async (Username: string) => {
      const user = await world().cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
      return Object.fromEntries((user.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
    },
  };
}

const setup: Setup = {
  pool: {
    Schema: [
      { Name: "beta", AttributeDataType: "Boolean", Mutable: true },
      { Name: "role", Mutable: true },
      { Name: "legacy_id", Mutable: false },
      { Name: "name", Required: true },
    ],
  },
  client: {
    ReadAttributes: ["email", "email_verified", "name"],
    WriteAttributes: ["email", "name", "nickname", "custom:legacy_id"],
  },
};

const attributes = { name: "Ada", "custom:role": "user", "custom:legacy_id": "42" };

describe("a user", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(setup);
  });
  afterAll(() => world.close());
  const { update, adminUpdate, verify, attributesOf } = actions(() => world);

  it("reads what the client may read, and the sub", async () => {
    const { email, username } = await givenUser(world, { attributes });
    const { access } = await signIn(world, email);
    const user = await world.cognito.send(new GetUserCommand({ AccessToken: access }));

    expect(user.Username).toBe(username);
    expect((user.UserAttributes ?? []).map(({ Name }) => Name).sort()).toEqual([
      "email",
      "email_verified",
      "name",
      "sub",
    ]);
  });

  it.each([
    ["True", "true"],
    ["FALSE", "false"],
  ])("is given %s in the words of Python, which is kept as %s", async (given, kept) => {
    const proofs = { email_verified: given, phone_number_verified: given, "custom:beta": given };
    const { email } = await givenUser(world, {
      attributes: { ...attributes, ...proofs, phone_number: "+31612345678" },
    });
    const expected = { email_verified: kept, phone_number_verified: kept, "custom:beta": kept };
    const created = await attributesOf(email);
    await adminUpdate(email, { ...proofs, "custom:beta": "True" });

    expect(created).toMatchObject(expected);
    expect(await attributesOf(email)).toMatchObject({ ...expected, "custom:beta": "true" });
    expect(await refusal(adminUpdate(email, { email_verified: "yes" }))).toMatch(
      /^InvalidParameterException.*true or false/,
    );
  });

  it("whose address is verified with Python's True signs in with it, and gets a password code", async () => {
    const { email } = await givenUser(world, { attributes: { ...attributes, email_verified: "True" } });
    await signIn(world, email);
    await world.cognito.send(new ForgotPasswordCommand(named(world, email)));

    expect(lastCode(world, email)).toMatch(/^\d{6}$/);
  });

  it.each([
    ["an attribute that the client may not write", { "custom:role": "admin" }, /^NotAuthorizedException/],
    ["the proof of an address", { email_verified: "true" }, /^NotAuthorizedException/],
    ["an immutable attribute", { "custom:legacy_id": "43" }, /^InvalidParameterException.*cannot be updated/],
    ["an unknown attribute", { "custom:nothing": "1" }, /^InvalidParameterException.*does not exist/],
    ["a malformed address", { email: "not-an-address" }, /^InvalidParameterException: Invalid email/],
    ["a required attribute to nothing", { name: "" }, /^InvalidParameterException/],
    ["a value that is too long", { nickname: "x".repeat(2049) }, /^InvalidParameterException/],
  ])("cannot change %s", async (_, change, error) => {
    const { email } = await givenUser(world, { attributes });
    const { access } = await signIn(world, email);

    expect(await refusal(update(access, change as unknown as Record<string, string>))).toMatch(error);
    expect(await attributesOf(email)).toMatchObject({ ...attributes, email });
  });

  it("removes an attribute, unless it is required", async () => {
    const { email } = await givenUser(world, { attributes: { ...attributes, nickname: "Addie" } });
    const { access } = await signIn(world, email);
    const remove = (name: string) =>
      world.cognito.send(
        new DeleteUserAttributesCommand({ AccessToken: access, UserAttributeNames: [name] }),
      );
    await remove("nickname");

    expect(await attributesOf(email)).not.toHaveProperty("nickname");
    expect(await refusal(remove("name"))).toMatch(/^InvalidParameterException/);
    const request = { UserPoolId: poolId, Username: email, UserAttributeNames: ["custom:role"] };
    await world.cognito.send(new AdminDeleteUserAttributesCommand(request));
    expect(await attributesOf(email)).not.toHaveProperty("custom:role");
  });

  it("who changes the address has an unverified one until its code is entered", async () => {
    const { email, username } = await givenUser(world, { attributes });
    const { access } = await signIn(world, email);
    const answer = await update(access, { email: "moved@example.com" });

    expect(answer.CodeDeliveryDetailsList).toMatchObject([{ Destination: "m***@e***" }]);
    expect(await attributesOf(username)).toMatchObject({
      email: "moved@example.com",
      email_verified: "false",
    });
    await verify(access, lastCode(world, "moved@example.com"));
    expect(await attributesOf(username)).toMatchObject({ email_verified: "true" });
  });

  it("cannot take an address that another user signs in with", async () => {
    const [one, other] = [await givenUser(world, { attributes }), await givenUser(world, { attributes })];
    const { access } = await signIn(world, one.email);

    expect(await refusal(update(access, { email: other.email.toUpperCase() }))).toMatch(
      /^AliasExistsException/,
    );
  });

  it("asks for another code, five times an hour", async () => {
    const { email } = await givenUser(world, { attributes });
    const { access } = await signIn(world, email);
    const ask = () =>
      world.cognito.send(
        new GetUserAttributeVerificationCodeCommand({ AccessToken: access, AttributeName: "email" }),
      );
    for (let count = 0; count < 5; count += 1) await ask();

    expect(await refusal(ask())).toMatch(/^LimitExceededException/);
    expect(await refusal(verify(access, "wrong"))).toMatch(/^CodeMismatchException/);
    await verify(access, lastCode(world, email));
  });

  it("whose address changes is not reached by a password code that went to the old one", async () => {
    const { email, username } = await givenUser(world, { attributes });
    await world.cognito.send(new ForgotPasswordCommand(named(world, email)));
    await adminUpdate(username, { email: "elsewhere@example.com", email_verified: "true" });
    const request = { ConfirmationCode: lastCode(world, email), Password: "Brand-New-Horse-1" };

    expect(
      await refusal(
        world.cognito.send(new ConfirmForgotPasswordCommand({ ...named(world, username), ...request })),
      ),
    ).toMatch(/^ExpiredCodeException/);
  });

  it("gets from an administrator what the client may not write, but nothing immutable", async () => {
    const { email } = await givenUser(world, { attributes });
    await adminUpdate(email, { "custom:role": "admin" });

    expect(await attributesOf(email)).toMatchObject({ "custom:role": "admin" });
    expect(await refusal(adminUpdate(email, { "custom:legacy_id": "43" }))).toMatch(/cannot be updated/);
    expect(await refusal(adminUpdate(email, { sub: "1" }))).toMatch(/^InvalidParameterException/);
  });

  it.each([
    ["forged", (token: string) => `${token.slice(0, -8)}AAAAAAAA`],
    ["an ID token", (_: string, id: string) => id],
    ["no token", () => "nonsense"],
    ["without a signature", (token: string) => `${token.split(".").slice(0, 2).join(".")}.`],
  ])("is not believed a token that is %s", async (_, tamper) => {
    const { email } = await givenUser(world, { attributes });
    const { access, id } = await signIn(world, email);

    expect(await refusal(update(tamper(access, id), { name: "Eve" }))).toBe(
      "NotAuthorizedException: Invalid Access Token",
    );
  });

  it("cannot use a token of another pool or an expired one", async () => {
    const { email } = await givenUser(world, { attributes });
    const foreign = await startWorld();
    const otherUser = await givenUser(foreign);
    const { access: foreignAccess } = await signIn(foreign, otherUser.email);
    await foreign.close();
    expect(await refusal(update(foreignAccess, { name: "Eve" }))).toMatch(/Invalid Access Token/);

    const { access } = await signIn(world, email);
    world.clock.forward(3_600_000);
    expect(await refusal(update(access, { name: "Eve" }))).toBe(
      "NotAuthorizedException: Access Token has expired",
    );
  });
});

describe("where a new address has to be verified first", () => {
  let world: World;
  beforeAll(async () => {
    const UserAttributeUpdateSettings = { AttributesRequireVerificationBeforeUpdate: ["email"] };
    world = await startWorld({ pool: { UserAttributeUpdateSettings } });
  });
  afterAll(() => world.close());
  const { update, adminUpdate, verify, attributesOf } = actions(() => world);

  it("the old one stays, and signs in, until the code is entered", async () => {
    const { email, username } = await givenUser(world);
    const { access } = await signIn(world, email);
    await update(access, { email: "later@example.com" });
    expect(await attributesOf(username)).toMatchObject({ email, email_verified: "true" });
    expect(await refusal(attempt(world, "later@example.com"))).toMatch(/Incorrect username or password/);

    await verify(access, lastCode(world, "later@example.com"));
    expect(await attributesOf(username)).toMatchObject({
      email: "later@example.com",
      email_verified: "true",
    });
    expect((await signIn(world, "later@example.com")).access).not.toBe("");
    expect(await refusal(attempt(world, email))).toMatch(/Incorrect username or password/);
  });

  it("the code of one new address does not prove the next", async () => {
    const { email } = await givenUser(world);
    const { access } = await signIn(world, email);
    await update(access, { email: "first@example.com" });
    const first = lastCode(world, "first@example.com");
    await update(access, { email: "second@example.com" });

    if (first !== lastCode(world, "second@example.com")) {
      expect(await refusal(verify(access, first))).toMatch(/^CodeMismatchException/);
    }
  });

  it("the first to verify an address gets it", async () => {
    const [one, other] = [await givenUser(world), await givenUser(world)];
    const [mine, theirs] = [await signIn(world, one.email), await signIn(world, other.email)];
    await update(mine.access, { email: "wanted@example.com" });
    const myCode = lastCode(world, "wanted@example.com");
    await update(theirs.access, { email: "wanted@example.com" });
    await verify(theirs.access, lastCode(world, "wanted@example.com"));

    expect(await refusal(verify(mine.access, myCode))).toMatch(/^AliasExistsException/);
  });

  it("an administrator's word replaces the code", async () => {
    const { email, username } = await givenUser(world);
    await adminUpdate(email, { email: "trusted@example.com", email_verified: "true" });

    expect(await attributesOf(username)).toMatchObject({
      email: "trusted@example.com",
      email_verified: "true",
    });
  });
});

import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  type SignUpCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  answering,
  attempt,
  lastCode,
  named,
  password,
  poolId,
  publicId,
  refusal,
  sources,
  startWorld,
  type World,
} from "./world.js";

const signUp = (world: World, email: string, more: Partial<SignUpCommandInput> = {}) =>
  world.cognito.send(new SignUpCommand({ ...named(world, email), Password: password, ...more }));

const confirm = (world: World, email: string, code: string) =>
  world.cognito.send(new ConfirmSignUpCommand({ ...named(world, email), ConfirmationCode: code }));

const resend = (world: World, email: string) =>
  world.cognito.send(new ResendConfirmationCodeCommand(named(world, email)));

const lookUp = (world: World, username: string) =>
  world.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }));

describe("in a pool where users sign in by email", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      pool: {
        Schema: [
          {
            Name: "legacy_id",
            Mutable: true,
            StringAttributeConstraints: { MinLength: "1", MaxLength: "5" },
          },
          {
            Name: "age",
            AttributeDataType: "Number",
            Mutable: true,
            NumberAttributeConstraints: { MinValue: "1" },
          },
        ],
      },
      client: { WriteAttributes: ["email", "name", "birthdate", "custom:age"] },
    });
  });
  afterAll(() => world.close());

  it("stores an unconfirmed user under a generated username and sends the code to the address", async () => {
    const answer = await signUp(world, "ada@example.com");

    expect(answer.UserConfirmed).toBe(false);
    expect(answer.CodeDeliveryDetails).toEqual({
      AttributeName: "email",
      DeliveryMedium: "EMAIL",
      Destination: "a***@e***",
    });
    const user = await lookUp(world, "ada@example.com");
    expect(user).toMatchObject({ Username: answer.UserSub, UserStatus: "UNCONFIRMED", Enabled: true });
    expect(user.UserAttributes).toEqual(
      expect.arrayContaining([{ Name: "email", Value: "ada@example.com" }]),
    );
    expect(lastCode(world, "ada@example.com")).toMatch(/^\d{6}$/);
  });

  it("confirms the user and the address by the code, which counts once", async () => {
    await signUp(world, "bea@example.com");
    const code = lastCode(world, "bea@example.com");
    await confirm(world, "bea@example.com", code);

    const user = await lookUp(world, "bea@example.com");
    expect(user.UserStatus).toBe("CONFIRMED");
    expect(user.UserAttributes).toEqual(expect.arrayContaining([{ Name: "email_verified", Value: "true" }]));
    expect(await refusal(confirm(world, "bea@example.com", code))).toBe(
      "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED",
    );
  });

  it("takes the newest code only", async () => {
    await signUp(world, "cleo@example.com");
    const first = lastCode(world, "cleo@example.com");
    await resend(world, "cleo@example.com");
    const second = lastCode(world, "cleo@example.com");

    if (first !== second) {
      expect(await refusal(confirm(world, "cleo@example.com", first))).toMatch(/^CodeMismatchException/);
    }
    await confirm(world, "cleo@example.com", second);
    expect(await refusal(resend(world, "cleo@example.com"))).toMatch(/^InvalidParameterException/);
  });

  it("refuses a code after 24 hours", async () => {
    await signUp(world, "dora@example.com");
    world.clock.forward(24 * 3_600_000);

    expect(await refusal(confirm(world, "dora@example.com", lastCode(world, "dora@example.com")))).toMatch(
      /^ExpiredCodeException/,
    );
  });

  it("gives up on a code after five wrong guesses", async () => {
    await signUp(world, "eve@example.com");
    const code = lastCode(world, "eve@example.com");
    const wrong = code === "000000" ? "000001" : "000000";
    for (let guess = 0; guess < 5; guess += 1) {
      expect(await refusal(confirm(world, "eve@example.com", wrong))).toMatch(/^CodeMismatchException/);
    }

    expect(await refusal(confirm(world, "eve@example.com", code))).toMatch(/^TooManyFailedAttemptsException/);
  });

  it("sends at most five codes an hour", async () => {
    await signUp(world, "fay@example.com");
    for (let count = 0; count < 5; count += 1) await resend(world, "fay@example.com");

    expect(await refusal(resend(world, "fay@example.com"))).toMatch(/^LimitExceededException/);
  });

  it("refuses an address that is taken, in any case", async () => {
    await signUp(world, "gail@example.com");

    expect(await refusal(signUp(world, "GAIL@Example.com"))).toBe(
      "UsernameExistsException: An account with the given email already exists.",
    );
  });

  it("creates one user for sign-ups that overlap", async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => refusal(signUp(world, "hedy@example.com"))));

    expect(results.filter((result) => result === "no error")).toHaveLength(1);
    expect(results.filter((result) => result.startsWith("UsernameExistsException"))).toHaveLength(3);
  });

  it.each([
    ["short", "Ab1-"],
    ["without an upper-case letter", "correct-horse-1"],
    ["without a lower-case letter", "CORRECT-HORSE-1"],
    ["without a digit", "Correct-Horse-"],
    ["without a symbol", "CorrectHorse1"],
    ["with a space at its end", "Correct-Horse-1 "],
  ])("refuses a password %s", async (_, weak) => {
    expect(await refusal(signUp(world, "ida@example.com", { Password: weak }))).toMatch(
      /^InvalidPasswordException/,
    );
  });

  it.each([
    ["an unknown attribute", "custom:role", "admin", /^InvalidParameterException.*schema/],
    ["an attribute that the client may not write", "custom:legacy_id", "42", /^NotAuthorizedException/],
    ["the proof of an address", "email_verified", "true", /^NotAuthorizedException/],
    ["a value that is too short", "birthdate", "1990", /^InvalidParameterException/],
    ["a word where a number is due", "custom:age", "old", /^InvalidParameterException/],
    ["a number below the minimum", "custom:age", "0", /^InvalidParameterException/],
  ])("refuses %s", async (_, Name, Value, error) => {
    const UserAttributes = [{ Name, Value }];
    expect(await refusal(signUp(world, "joan@example.com", { UserAttributes }))).toMatch(error);
  });

  it("refuses a username that is not an address", async () => {
    expect(await refusal(signUp(world, "ada"))).toBe(
      "InvalidParameterException: Username should be an email.",
    );
  });

  it.each([
    ["wrong", "bm90IHRoZSByaWdodCBoYXNo"],
    ["of another user", undefined],
  ])("refuses a SECRET_HASH that is %s", async (_, given) => {
    const SecretHash = given ?? named(world, "other@example.com").SecretHash;
    expect(await refusal(signUp(world, "kim@example.com", { SecretHash }))).toMatch(
      /^NotAuthorizedException: Unable to verify secret hash for client/,
    );
  });

  it("refuses a missing SECRET_HASH, and one for a client without a secret", async () => {
    const bare = { ClientId: named(world, "").ClientId, Username: "lea@example.com", Password: password };
    expect(await refusal(world.cognito.send(new SignUpCommand(bare)))).toMatch(
      /^NotAuthorizedException: Client .* is configured with secret but SECRET_HASH was not received/,
    );
    const needless = { ...bare, ClientId: publicId, SecretHash: "aGFzaA==" };
    expect(await refusal(world.cognito.send(new SignUpCommand(needless)))).toMatch(/^NotAuthorizedException/);
  });

  it("lets an administrator confirm without proving the address", async () => {
    await signUp(world, "mia@example.com");
    const request = { UserPoolId: poolId, Username: "mia@example.com" };
    await world.cognito.send(new AdminConfirmSignUpCommand(request));

    const user = await lookUp(world, "mia@example.com");
    expect(user.UserStatus).toBe("CONFIRMED");
    expect(user.UserAttributes?.find(({ Name }) => Name === "email_verified")).toBeUndefined();
  });

  it("reveals that a user is unconfirmed only with the correct password", async () => {
    await signUp(world, "nell@example.com");

    expect(await refusal(attempt(world, "nell@example.com"))).toBe(
      "UserNotConfirmedException: User is not confirmed.",
    );
    expect(await refusal(attempt(world, "nell@example.com", "Wrong-Horse-1"))).toBe(
      "NotAuthorizedException: Incorrect username or password.",
    );
  });
});

it("refuses a sign-up without an attribute that the pool requires", async () => {
  const world = await startWorld({ pool: { Schema: [{ Name: "name", Required: true }] } });

  expect(await refusal(signUp(world, "ada@example.com"))).toMatch(
    /^InvalidParameterException: .*name: The attribute is required/,
  );
  await world.close();
});

it("refuses a sign-up where only administrators create users", async () => {
  const world = await startWorld({ pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } });

  expect(await refusal(signUp(world, "ada@example.com"))).toMatch(/^NotAuthorizedException/);
  await world.close();
});

it("confirms at once, without a code, if PreSignUp requires it", async () => {
  const world = await startWorld({
    triggers: {
      PreSignUp: answering({ autoConfirmUser: true, autoVerifyEmail: true }),
      PostConfirmation: answering({}),
    },
  });
  const answer = await signUp(world, "ada@example.com", { ClientMetadata: { campaign: "spring" } });

  expect(answer.UserConfirmed).toBe(true);
  expect(world.messages).toEqual([]);
  expect(sources(world)).toEqual(["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"]);
  const [, confirmation] = world.running.invocations();
  expect(confirmation?.event).toMatchObject({
    userName: answer.UserSub,
    request: {
      userAttributes: { sub: answer.UserSub, "cognito:user_status": "CONFIRMED", email_verified: "true" },
      clientMetadata: { campaign: "spring" },
    },
  });
  await world.close();
});

it("refuses PreSignUp's word on an address that the user does not have", async () => {
  const world = await startWorld({
    pool: { UsernameAttributes: [] },
    triggers: { PreSignUp: answering({ autoVerifyEmail: true }) },
  });

  expect(await refusal(signUp(world, "ada"))).toMatch(/^InvalidLambdaResponseException/);
  await world.close();
});

describe("in a pool with email as an alias", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ pool: { UsernameAttributes: [], AliasAttributes: ["email"] } });
  });
  afterAll(() => world.close());

  const register = (username: string, email: string) =>
    signUp(world, username, { UserAttributes: [{ Name: "email", Value: email }] });

  it("refuses a username in the form of the alias", async () => {
    expect(await refusal(register("ada@example.com", "ada@example.com"))).toMatch(
      /^InvalidParameterException/,
    );
  });

  it("signs in by the alias once it is verified, and not before", async () => {
    await register("ada", "ada@example.com");
    expect(await refusal(attempt(world, "ada@example.com"))).toMatch(/^NotAuthorizedException: Incorrect/);
    await confirm(world, "ada", lastCode(world, "ada@example.com"));

    const { AuthenticationResult } = await attempt(world, "Ada@Example.com");
    expect(AuthenticationResult?.TokenType).toBe("Bearer");
  });

  it("keeps a verified alias with its holder unless the confirmation forces it over", async () => {
    await register("bea", "shared@example.com");
    await confirm(world, "bea", lastCode(world, "shared@example.com"));
    await register("bob", "shared@example.com");
    const code = lastCode(world, "shared@example.com");
    expect(await refusal(confirm(world, "bob", code))).toBe(
      "AliasExistsException: An account with the email already exists.",
    );
    const forced = { ...named(world, "bob"), ConfirmationCode: code, ForceAliasCreation: true };
    await world.cognito.send(new ConfirmSignUpCommand(forced));

    expect((await lookUp(world, "shared@example.com")).Username).toBe("bob");
    expect((await lookUp(world, "bea")).UserAttributes).toEqual(
      expect.arrayContaining([{ Name: "email_verified", Value: "false" }]),
    );
  });
});

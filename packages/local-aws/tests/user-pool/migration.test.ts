import {
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import {
  answering,
  attempt,
  givenUser,
  lastCode,
  named,
  poolId,
  publicId,
  refusal,
  type Setup,
  signIn,
  sources,
  startWorld,
  type TriggerEvent,
  verified,
  type World,
} from "./world.js";

const email = "legacy@example.com";
const weak = "pw"; // migrated passwords are not held to the pool's policy

let world: World;
afterEach(() => world.close());

const attributes = { email, email_verified: "true", name: "Legacy Lee" };
const vouch = { userAttributes: attributes, finalUserStatus: "CONFIRMED", messageAction: "SUPPRESS" };

const start = async (response: unknown, setup: Setup = {}) => {
  world = await startWorld({ ...setup, triggers: { UserMigration: answering(response), ...setup.triggers } });
};

const lookUp = (username: string) =>
  world.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }));

describe("at sign-in", () => {
  it("creates the confirmed user with the typed password and signs them in", async () => {
    await start(vouch);
    const { id } = await verified(world, await signIn(world, email, weak));

    expect(id).toMatchObject({ email, email_verified: true, name: "Legacy Lee" });
    expect(id["cognito:username"]).toBe(id.sub);
    expect(world.messages).toEqual([]);
    await signIn(world, email, weak);
    expect(sources(world)).toEqual(["UserMigration_Authentication"]);
    expect(await refusal(attempt(world, email, "other-password"))).toMatch(/Incorrect username or password/);
  });

  it("takes the proof of an address in the words of Python", async () => {
    await start({ ...vouch, userAttributes: { ...attributes, email_verified: "True" } });
    const { id } = await verified(world, await signIn(world, email, weak));

    expect(id.email_verified).toBe(true);
  });

  it("sends the documented event, with ClientMetadata as validation data, and records it without the password", async () => {
    const seen: TriggerEvent[] = [];
    const canary = "canary-Password-1";
    const migration = (event: TriggerEvent) => {
      seen.push(event);
      return { ...event, response: vouch };
    };
    world = await startWorld({ triggers: { UserMigration: migration } });
    await attempt(world, email, canary, { device: "tv" });

    expect(seen).toEqual([
      {
        version: "1",
        triggerSource: "UserMigration_Authentication",
        region: "us-east-1",
        userPoolId: poolId,
        userName: email,
        callerContext: { awsSdkVersion: expect.any(String), clientId: expect.any(String) },
        request: { password: canary, validationData: { device: "tv" } },
        response: expect.any(Object),
      },
    ]);
    expect(world.running.invocations()[0]?.event).toMatchObject({ request: { password: "[redacted]" } });
    expect(JSON.stringify(world.running.invocations())).not.toContain(canary);
  });

  it("does not record a password that the function repeats", async () => {
    world = await startWorld({
      triggers: {
        UserMigration: ({ request }) => {
          throw new Error(`cannot verify ${String(request.password)}`);
        },
      },
    });
    expect(await refusal(attempt(world, email, "canary-Password-1"))).toMatch(
      /^UserLambdaValidationException: UserMigration failed with error cannot verify/,
    );
    expect(JSON.stringify(world.running.invocations())).not.toContain("canary-Password-1");
  });

  it.each([{}, { userAttributes: null }])(
    "refuses like a wrong password when the answer is %j",
    async (response) => {
      await start(response);
      const known = await givenUser(world);

      expect(await refusal(attempt(world, email, weak))).toBe(
        await refusal(attempt(world, known.email, "Wrong-Horse-1")),
      );
    },
  );

  it("reports an unknown user to a client with LEGACY existence errors", async () => {
    await start({});
    const request = {
      ClientId: publicId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: email, PASSWORD: weak },
    } as const;
    expect(await refusal(world.cognito.send(new InitiateAuthCommand(request)))).toMatch(
      /^UserNotFoundException/,
    );
  });

  it.each([undefined, "RESET_REQUIRED"])(
    "demands a new password when finalUserStatus is %s",
    async (status) => {
      await start({ ...vouch, finalUserStatus: status });

      expect(await refusal(attempt(world, email, weak))).toMatch(/^PasswordResetRequiredException/);
      expect((await lookUp(email)).UserStatus).toBe("RESET_REQUIRED");
      expect(await refusal(attempt(world, email, weak))).toMatch(/Incorrect username or password/);
    },
  );

  it("sends a welcome message unless it is suppressed, by SMS unless told otherwise", async () => {
    await start({ ...vouch, messageAction: null, desiredDeliveryMediums: ["EMAIL"] });
    await signIn(world, email, weak);
    expect(world.messages).toMatchObject([{ to: email, triggerSource: "CustomMessage_AdminCreateUser" }]);
    expect(world.messages[0]?.code).toBeUndefined();
    expect(world.messages[0]?.body).not.toContain(weak);
    await world.close();

    await start({ ...vouch, messageAction: null });
    await signIn(world, email, weak);
    expect(world.messages).toEqual([]); // no phone number to send it to
  });

  it.each([
    ["a username that is not the typed one", { username: "somebody@example.com" }],
    ["another address", { email: "somebody@example.com" }],
    ["an unknown attribute", { "custom:nothing": "1" }],
    ["a sub", { sub: "1" }],
    ["a malformed address flag", { email_verified: "yes" }],
  ])("refuses %s", async (_, extra) => {
    await start({ ...vouch, userAttributes: { ...attributes, ...extra } });

    expect(await refusal(attempt(world, email, weak))).toMatch(/^InvalidLambdaResponseException/);
    expect(await refusal(lookUp(email))).toMatch(/^UserNotFoundException/);
  });

  it.each([
    ["values that are no strings", { userAttributes: { ...attributes, email_verified: true } }],
    ["an unknown final status", { finalUserStatus: "UNCONFIRMED" }],
    ["SMS MFA without a phone number", { enableSMSMFA: true }],
  ])("refuses %s", async (_, extra) => {
    await start({ ...vouch, ...extra });

    expect(await refusal(attempt(world, email, weak))).toMatch(/^InvalidLambdaResponseException/);
  });

  it("creates one user when first sign-ins overlap", async () => {
    await start(vouch);
    const tokens = await Promise.all([1, 2, 3, 4, 5].map(() => signIn(world, email, weak)));
    const subs = await Promise.all(tokens.map(async (pair) => (await verified(world, pair)).id.sub));

    expect(new Set(subs).size).toBe(1);
  });

  it("does not run for users of the pool, and does not protect the legacy system from guessing", async () => {
    await start({});
    const known = await givenUser(world);
    await refusal(attempt(world, known.email, "Wrong-Horse-1"));
    expect(sources(world)).toEqual([]);

    for (let guess = 0; guess < 8; guess += 1) await refusal(attempt(world, email, `guess-${guess}`));
    expect(sources(world)).toHaveLength(8);
  });

  it("runs PreAuthentication for the unknown user, then migration, PreSignUp and the sign-in triggers", async () => {
    await start(vouch, {
      triggers: {
        PreAuthentication: answering({}),
        PreSignUp: answering({}),
        PostAuthentication: answering({}),
        PreTokenGeneration: answering({}),
      },
    });
    await signIn(world, email, weak);

    expect(sources(world)).toEqual([
      "PreAuthentication_Authentication",
      "UserMigration_Authentication",
      "PreSignUp_AdminCreateUser",
      "PostAuthentication_Authentication",
      "TokenGeneration_Authentication",
    ]);
    expect(world.running.invocations()[0]?.event).toMatchObject({ request: { userNotFound: true } });
  });
});

describe("in a pool with email as an alias", () => {
  const pool = { UsernameAttributes: [], AliasAttributes: ["email"] };

  it("needs the username of a user who typed the alias", async () => {
    await start(vouch, { pool });
    expect(await refusal(attempt(world, email, weak))).toMatch(
      /^InvalidLambdaResponseException.*userAttributes.username is required/,
    );
    await world.close();

    await start({ ...vouch, userAttributes: { ...attributes, username: "lee" } }, { pool });
    await signIn(world, email, weak);
    expect((await lookUp(email)).Username).toBe("lee");
  });

  it.each([
    [false, "InvalidLambdaResponseException", "first"],
    [true, "no error", "second"],
  ])("with forceAliasCreation %s, a taken alias ends in: %s", async (forceAliasCreation, outcome, holder) => {
    await start({ ...vouch, forceAliasCreation }, { pool });
    await signIn(world, "first", weak);

    expect((await refusal(attempt(world, "second", weak))).split(":")[0]).toBe(outcome);
    expect((await lookUp(email)).Username).toBe(holder);
  });
});

describe("at a forgotten password", () => {
  const forgot = (name: string) =>
    world.cognito.send(new ForgotPasswordCommand({ ...named(world, name), ClientMetadata: { from: "web" } }));

  it("creates the user, sends the code to the verified address and lets them choose a password", async () => {
    const seen: TriggerEvent[] = [];
    world = await startWorld({
      triggers: {
        UserMigration: (event) => {
          seen.push(event);
          return { ...event, response: { userAttributes: attributes, messageAction: "SUPPRESS" } };
        },
        PostConfirmation: answering({}),
      },
    });
    const { CodeDeliveryDetails } = await forgot(email);
    expect(CodeDeliveryDetails?.Destination).toBe("l***@e***");
    expect(seen[0]?.triggerSource).toBe("UserMigration_ForgotPassword");
    expect(seen[0]?.request).toEqual({ validationData: null, clientMetadata: { from: "web" } });

    const chosen = { ConfirmationCode: lastCode(world, email), Password: "Brand-New-Horse-1" };
    await world.cognito.send(new ConfirmForgotPasswordCommand({ ...named(world, email), ...chosen }));
    await signIn(world, email, "Brand-New-Horse-1");
    expect(sources(world)).toEqual([
      "UserMigration_ForgotPassword",
      "PostConfirmation_ConfirmForgotPassword",
    ]);
  });

  it("has nowhere to send a code when the address is not verified", async () => {
    await start({ userAttributes: { email }, messageAction: "SUPPRESS" });

    expect(await refusal(forgot(email))).toBe("no error"); // as for every user who cannot get a code
    expect(world.messages).toEqual([]);
    const candid = new ForgotPasswordCommand({ ClientId: publicId, Username: email });
    expect(await refusal(world.cognito.send(candid))).toMatch(
      /^InvalidParameterException: Cannot reset password/,
    );
  });

  it("answers for an unknown user as for a known one, and always with the same delivery", async () => {
    await start({});
    const { email: known } = await givenUser(world);
    const [real, simulated] = [await forgot(known), await forgot("nobody@example.com")];

    expect(Object.keys(simulated)).toEqual(Object.keys(real));
    expect(simulated.CodeDeliveryDetails).toEqual({
      AttributeName: "email",
      DeliveryMedium: "EMAIL",
      Destination: "n***@e***",
    });
    expect(world.messages.map(({ to }) => to)).toEqual([known]);
  });
});

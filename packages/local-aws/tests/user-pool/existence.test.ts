/** Who exists must not show where the client hides it (PreventUserExistenceErrors), and shows where it does not. */

import {
  AdminDisableUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  givenUser,
  named,
  password,
  poolId,
  publicId,
  refusal,
  secretHash,
  startWorld,
  type World,
  webId,
} from "./world.js";

const unknown = "nobody@example.com";
type Caller = { ClientId: string; Username: string; SecretHash?: string };

const commands = {
  InitiateAuth: ({ ClientId, Username, SecretHash }: Caller) =>
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: {
        USERNAME: Username,
        PASSWORD: password,
        ...(SecretHash && { SECRET_HASH: SecretHash }),
      },
    }),
  ForgotPassword: (caller: Caller) => new ForgotPasswordCommand(caller),
  ConfirmForgotPassword: (caller: Caller) =>
    new ConfirmForgotPasswordCommand({ ...caller, ConfirmationCode: "123456", Password: password }),
  ResendConfirmationCode: (caller: Caller) => new ResendConfirmationCodeCommand(caller),
  ConfirmSignUp: (caller: Caller) => new ConfirmSignUpCommand({ ...caller, ConfirmationCode: "123456" }),
};

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const send = (operation: keyof typeof commands, caller: Caller): Promise<unknown> => {
  const command = commands[operation](caller);
  return world.cognito.send(command as InitiateAuthCommand);
};

describe("a client with LEGACY errors", () => {
  it.each(Object.keys(commands) as (keyof typeof commands)[])("is told by %s", async (operation) => {
    const words =
      operation === "InitiateAuth" ? "User does not exist." : "Username/client id combination not found.";

    expect(await refusal(send(operation, { ClientId: publicId, Username: unknown }))).toBe(
      `UserNotFoundException: ${words}`,
    );
  });
});

it.each([
  [
    "no verified address",
    { email_verified: "false" },
    "InvalidParameterException: Cannot reset password for the user as there is no registered/verified email or phone_number",
  ],
  ["been disabled", {}, "NotAuthorizedException: User is disabled."],
])(
  "a client with LEGACY errors is told by ForgotPassword of a user who has %s",
  async (state, attributes, words) => {
    const { email } = await givenUser(world, { attributes });
    if (state === "been disabled") {
      await world.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }));
    }

    expect(await refusal(send("ForgotPassword", { ClientId: publicId, Username: email }))).toBe(words);
  },
);

describe("a client with ENABLED errors", () => {
  it.each([
    ["InitiateAuth", "NotAuthorizedException: Incorrect username or password."],
    ["ResendConfirmationCode", "no error"],
    ["ConfirmSignUp", "ExpiredCodeException: Invalid code provided, please request a code again."],
    ["ConfirmForgotPassword", "ExpiredCodeException: Invalid code provided, please request a code again."],
    ["ForgotPassword", "no error"],
  ] as const)("is not told by %s", async (operation, outcome) => {
    expect(await refusal(send(operation, named(world, unknown)))).toBe(outcome);
  });

  it("sees the same of an unknown and a known user, before and after a code was asked for", async () => {
    const { email } = await givenUser(world);
    const seen = async (name: string) => [
      await refusal(send("ConfirmForgotPassword", named(world, name))),
      await refusal(send("ForgotPassword", named(world, name))),
      await refusal(send("ConfirmForgotPassword", named(world, name))),
    ];

    expect(await seen("stranger@example.com")).toEqual(await seen(email));
  });

  it.each([
    ["no verified address", { email_verified: "false" }, undefined],
    ["been disabled", {}, AdminDisableUserCommand],
  ])("sees the same of a user who has %s", async (_, attributes, Command) => {
    const { email } = await givenUser(world, { attributes });
    if (Command) await world.cognito.send(new Command({ UserPoolId: poolId, Username: email }));
    const sent = world.messages.length;
    const details = async (name: string) => {
      const { CodeDeliveryDetails } = await world.cognito.send(new ForgotPasswordCommand(named(world, name)));
      return CodeDeliveryDetails;
    };
    const confirmed = (name: string) => refusal(send("ConfirmForgotPassword", named(world, name)));
    const otherUser = email.replace("person", "possibly");

    expect([await confirmed(email), await details(email), await confirmed(email)]).toEqual([
      await confirmed(otherUser),
      await details(otherUser),
      await confirmed(otherUser),
    ]);
    expect(world.messages).toHaveLength(sent);
  });

  it("must still prove itself first", async () => {
    const hash = secretHash(world, "somebody-else");
    const caller = { ClientId: webId, Username: unknown, SecretHash: hash };
    for (const operation of Object.keys(commands) as (keyof typeof commands)[]) {
      expect(await refusal(send(operation, caller))).toMatch(/Unable to verify secret hash/);
    }
  });
});

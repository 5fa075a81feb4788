/** USER_AUTH: users choose their first factor; codes as one; and the sign-in that follows a confirmed sign-up. */
import {
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  ChangePasswordCommand,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import {
  givenUser,
  lastCode,
  named,
  password,
  poolId,
  refusal,
  type Setup,
  secretHash,
  signIn,
  sources,
  startWorld,
  type TriggerEvent,
  type World,
  webId,
} from "./world.js";

const anyFactor = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "SMS_OTP"] } },
};
const client = { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] };
const phone = { phone_number: "+31612345678", phone_number_verified: "true" };

let world: World;
afterEach(() => world.close());

const start = async (setup: Partial<Setup> = {}) => {
  world = await startWorld({ client, ...setup, pool: { ...anyFactor, ...setup.pool } });
};

const begin = (USERNAME: string, parameters: Record<string, string> = {}, Session?: string) =>
  world.cognito.send(
    new InitiateAuthCommand({
      ClientId: webId,
      AuthFlow: "USER_AUTH",
      AuthParameters: { USERNAME, SECRET_HASH: secretHash(world, USERNAME), ...parameters },
      ...(Session && { Session }),
    }),
  );

type Question = Partial<Awaited<ReturnType<typeof begin>>>;

function respond(
  { Session, ChallengeName, ChallengeParameters }: Question,
  responses: Record<string, string>,
) {
  const USERNAME = ChallengeParameters?.USERNAME ?? "";
  const ChallengeResponses = { USERNAME, SECRET_HASH: secretHash(world, USERNAME), ...responses };
  const command = { ClientId: webId, ChallengeName, Session, ChallengeResponses };
  return world.cognito.send(new RespondToAuthChallengeCommand(command));
}

const tokenType = async (answer: Promise<Question>) => (await answer).AuthenticationResult?.TokenType;

describe("without a preference", () => {
  it("the factors that are possible for the user are offered", async () => {
    await start();
    const { email } = await givenUser(world, { attributes: phone });
    const everything = ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"];
    const asked = await begin(email);

    expect(asked).toMatchObject({ ChallengeName: "SELECT_CHALLENGE", AvailableChallenges: everything });
    expect((await begin(email, { PREFERRED_CHALLENGE: "WEB_AUTHN" })).AvailableChallenges).toEqual(
      everything,
    );
    expect(await refusal(respond(asked, { ANSWER: "WEB_AUTHN" }))).toMatch(
      /^InvalidParameterException: ANSWER/,
    );
    expect(await tokenType(respond(asked, { ANSWER: "PASSWORD", PASSWORD: password }))).toBe("Bearer");
  });

  it("a chosen factor asks its own question", async () => {
    await start();
    const { email } = await givenUser(world);
    const question = await respond(await begin(email), { ANSWER: "PASSWORD" });

    expect(question.ChallengeName).toBe("PASSWORD");
    expect(await tokenType(respond(question, { PASSWORD: password }))).toBe("Bearer");
    const srp = await respond(await begin(email), { ANSWER: "PASSWORD_SRP" });
    expect(srp.ChallengeName).toBe("PASSWORD_SRP");
    expect(await respond(srp, { SRP_A: "ab".repeat(384) })).toMatchObject({
      ChallengeName: "PASSWORD_VERIFIER",
      ChallengeParameters: { SALT: expect.any(String), SRP_B: expect.any(String) },
    });
  });

  it("an unknown user gets the choices that a user of that name would have", async () => {
    await start();
    const { email } = await givenUser(world);
    const [known, unknown] = [await begin(email), await begin("nobody@example.com")];

    expect(unknown.AvailableChallenges).toEqual(known.AvailableChallenges);
    const code = await respond(unknown, { ANSWER: "EMAIL_OTP" });
    expect(code).toMatchObject({
      ChallengeName: "EMAIL_OTP",
      ChallengeParameters: { CODE_DELIVERY_DESTINATION: "n***@e***" },
    });
    expect(await refusal(respond(code, { EMAIL_OTP_CODE: "12345678" }))).toMatch(/^CodeMismatchException/);
    expect(
      await refusal(begin("nobody@example.com", { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password })),
    ).toBe("NotAuthorizedException: Incorrect username or password.");
    expect(world.messages).toEqual([]);
  });
});

describe("a one-time code", () => {
  it.each([
    ["EMAIL_OTP", undefined],
    ["SMS_OTP", phone.phone_number],
  ] as const)("%s signs in once, with the triggers of a sign-in", async (PREFERRED_CHALLENGE, to) => {
    const silent = (event: TriggerEvent) => event;
    const triggers = { PreAuthentication: silent, CustomMessage: silent, PostAuthentication: silent };
    await start({ triggers });
    const { email } = await givenUser(world, { attributes: phone });
    const asked = await begin(email, { PREFERRED_CHALLENGE });
    const code = lastCode(world, to ?? email);
    const answer = () => respond(asked, { [`${PREFERRED_CHALLENGE}_CODE`]: code });

    expect(asked.ChallengeName).toBe(PREFERRED_CHALLENGE);
    expect(code).toMatch(/^\d{8}$/);
    expect(await tokenType(answer())).toBe("Bearer");
    expect(await refusal(answer())).toMatch(/Invalid session/);
    expect(sources(world)).toEqual([
      "PreAuthentication_Authentication",
      "CustomMessage_Authentication",
      "PostAuthentication_Authentication",
    ]);
  });

  it("may be guessed five times", async () => {
    await start();
    const { email } = await givenUser(world);
    const asked = await begin(email, { PREFERRED_CHALLENGE: "EMAIL_OTP" });
    for (let guess = 0; guess < 5; guess += 1) {
      expect(await refusal(respond(asked, { EMAIL_OTP_CODE: "no" }))).toMatch(/^CodeMismatchException/);
    }

    expect(await refusal(respond(asked, { EMAIL_OTP_CODE: lastCode(world, email) }))).toMatch(
      /Invalid session/,
    );
  });

  it("confirms a user without a password who never proved the address", async () => {
    await start();
    const caller = named(world, "passwordless@example.com");
    await world.cognito.send(new SignUpCommand(caller));
    const asked = await begin(caller.Username, { PREFERRED_CHALLENGE: "EMAIL_OTP" });
    const code = lastCode(world, caller.Username);

    expect((await begin(caller.Username)).AvailableChallenges).toEqual(["EMAIL_OTP"]);
    expect(await tokenType(respond(asked, { EMAIL_OTP_CODE: code }))).toBe("Bearer");
    const read = new AdminGetUserCommand({ UserPoolId: poolId, Username: caller.Username });
    expect(await world.cognito.send(read)).toMatchObject({
      UserStatus: "CONFIRMED",
      UserAttributes: expect.arrayContaining([{ Name: "email_verified", Value: "true" }]),
    });
  });

  it("lets a user without a password set the first one without an old one, and then no more", async () => {
    await start({ client: { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] } });
    const caller = named(world, "first-password@example.com");
    await world.cognito.send(new SignUpCommand(caller));
    const asked = await begin(caller.Username, { PREFERRED_CHALLENGE: "EMAIL_OTP" });
    const answered = await respond(asked, { EMAIL_OTP_CODE: lastCode(world, caller.Username) });
    const AccessToken = answered.AuthenticationResult?.AccessToken;
    const change = (ProposedPassword: string) =>
      refusal(world.cognito.send(new ChangePasswordCommand({ AccessToken, ProposedPassword })));

    expect(await change(password)).toBe("no error");
    expect((await signIn(world, caller.Username)).access).not.toBe("");
    expect(await change("Another-Horse-2")).toMatch(/^NotAuthorizedException/);
  });

  it("is not a first factor for a user with a second factor, or in a pool that requires one", async () => {
    const mfa = { MfaConfiguration: "OPTIONAL", EnabledMfas: ["SMS_MFA"] };
    await start({ pool: mfa });
    const { email } = await givenUser(world, { attributes: phone });
    const settings = { SMSMfaSettings: { Enabled: true } };
    await world.cognito.send(
      new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username: email, ...settings }),
    );
    expect((await begin(email)).AvailableChallenges).toEqual(["PASSWORD", "PASSWORD_SRP"]);
    expect((await begin(email, { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password })).ChallengeName).toBe(
      "SMS_MFA",
    );
    await world.close();

    await start({ pool: { ...mfa, MfaConfiguration: "ON" } });
    const other = await givenUser(world, { attributes: phone });
    expect((await begin(other.email)).AvailableChallenges).toEqual(["PASSWORD", "PASSWORD_SRP"]);
  });
});

describe("the session of ConfirmSignUp", () => {
  const confirmed = async (name: string) => {
    const caller = named(world, name);
    await world.cognito.send(new SignUpCommand({ ...caller, Password: password }));
    const ConfirmationCode = lastCode(world, name);
    return world.cognito.send(new ConfirmSignUpCommand({ ...caller, ConfirmationCode }));
  };

  it("signs that user in without another question, once", async () => {
    await start();
    const { Session } = await confirmed("first@example.com");
    await confirmed("second@example.com");

    expect(await refusal(begin("second@example.com", {}, Session))).toMatch(/Invalid session/);
    expect(await tokenType(begin("first@example.com", {}, Session))).toBe("Bearer");
    expect(await refusal(begin("first@example.com", {}, Session))).toMatch(/Invalid session/);
  });

  it("ends with the session time, and is not there without ALLOW_USER_AUTH", async () => {
    await start();
    const { Session } = await confirmed("late@example.com");
    world.clock.forward(3 * 60_000);
    expect(await refusal(begin("late@example.com", {}, Session))).toMatch(/session is expired/);
    await world.close();

    await start({ client: {} });
    expect((await confirmed("plain@example.com")).Session).toBeUndefined();
  });
});

it("needs the Essentials plan, and SignUp a password where passwords are all there is", async () => {
  world = await startWorld({ client, pool: { UserPoolTier: "LITE" }, triggers: {} });
  expect(await refusal(begin("ada@example.com"))).toMatch(/^FeatureUnavailableInTierException/);
  expect(await refusal(world.cognito.send(new SignUpCommand(named(world, "ada@example.com"))))).toBe(
    "InvalidParameterException: Password is required.",
  );
  const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ["WEB_AUTHN"] } };
  await expect(startWorld({ pool: { Policies } })).rejects.toThrow(/WEB_AUTHN cannot be the only/);
});

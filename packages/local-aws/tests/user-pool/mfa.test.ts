/** Second factors: software tokens, SMS and email, chosen by the user or demanded by the pool. */
import {
  AdminDeleteSoftwareTokenCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  AssociateSoftwareTokenCommand,
  type ChallengeNameType,
  GetUserCommand,
  GetUserPoolMfaConfigCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import { browserUser, details, outcomeOf, srpSignIn } from "./browser-client.js";
import { totp } from "./totp.js";
import {
  attempt,
  givenUser,
  lastCode,
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
} from "./world.js";

const factors = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"];
const withMfa = (MfaConfiguration: string, EnabledMfas = factors) => ({
  MfaConfiguration,
  EnabledMfas,
  EmailConfiguration: { EmailSendingAccount: "DEVELOPER" },
});
const flows = { ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH"] };

let world: World;
afterEach(() => world.close());

async function start(MfaConfiguration: string, enabled = factors, setup: Partial<Setup> = {}) {
  const pool = { ...withMfa(MfaConfiguration, enabled), ...setup.pool };
  world = await startWorld({ client: flows, publicClient: flows, ...setup, pool });
}

type Question = Partial<Awaited<ReturnType<typeof attempt>>>;

function respond(
  { Session, ChallengeName, ChallengeParameters }: Question,
  responses: Record<string, string>,
) {
  const USERNAME = ChallengeParameters?.USER_ID_FOR_SRP ?? responses.USERNAME ?? "";
  return world.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: "webclient00000000000000000",
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME, SECRET_HASH: secretHash(world, USERNAME), ...responses },
      ClientMetadata: { page: "second" },
    }),
  );
}

async function withSoftwareToken(email: string) {
  const { access: AccessToken } = await signIn(world, email);
  const { SecretCode = "" } = await world.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const verify = (UserCode: string) =>
    world.cognito.send(
      new VerifySoftwareTokenCommand({ AccessToken, UserCode, FriendlyDeviceName: "phone" }),
    );
  const wrong = await refusal(verify("000000"));
  await verify(totp(SecretCode, world.clock.now()));
  await world.cognito.send(
    new SetUserMFAPreferenceCommand({
      AccessToken,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  );
  world.clock.forward(30_000);
  return { secret: SecretCode, AccessToken, wrong };
}

const prefer = (Username: string, settings: object) =>
  world.cognito.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username, ...settings }));

const phone = { phone_number: "+31612345678", phone_number_verified: "true" };
const sms = { SMSMfaSettings: { Enabled: true } };
const mail = { EmailMfaSettings: { Enabled: true } };

describe("a software token", () => {
  it("is set up with a code, asked for at the next sign-in, and each code is taken once", async () => {
    await start("OPTIONAL");
    const { email } = await givenUser(world);
    const { secret, AccessToken, wrong } = await withSoftwareToken(email);
    expect(wrong).toBe("EnableSoftwareTokenMFAException: Code mismatch");
    expect(await world.cognito.send(new GetUserCommand({ AccessToken }))).toMatchObject({
      UserMFASettingList: ["SOFTWARE_TOKEN_MFA"],
      PreferredMfaSetting: "SOFTWARE_TOKEN_MFA",
    });

    const asked = await attempt(world, email);
    expect(asked).toMatchObject({
      ChallengeName: "SOFTWARE_TOKEN_MFA",
      ChallengeParameters: { FRIENDLY_DEVICE_NAME: "phone" },
    });
    const code = totp(secret, world.clock.now());
    expect(await refusal(respond(asked, { SOFTWARE_TOKEN_MFA_CODE: "000000" }))).toBe(
      "CodeMismatchException: Invalid code or auth state for the user.",
    );
    expect((await respond(asked, { SOFTWARE_TOKEN_MFA_CODE: code })).AuthenticationResult?.TokenType).toBe(
      "Bearer",
    );
    expect(await refusal(respond(asked, { SOFTWARE_TOKEN_MFA_CODE: code }))).toMatch(/Invalid session/);
    const again = await attempt(world, email);
    expect(await refusal(respond(again, { SOFTWARE_TOKEN_MFA_CODE: code }))).toBe(
      "ExpiredCodeException: Your software token has already been used once.",
    );
  });

  it("signs in with amazon-cognito-identity-js, after the password by SRP", async () => {
    await start("OPTIONAL");
    const { email } = await givenUser(world);
    const { secret } = await withSoftwareToken(email);
    const user = browserUser(world, email);
    const asked = await srpSignIn(user, password);
    const done = await outcomeOf((callbacks) =>
      user.sendMFACode(totp(secret, world.clock.now()), callbacks, "SOFTWARE_TOKEN_MFA"),
    );

    expect(asked).toMatchObject({ challenge: "SOFTWARE_TOKEN_MFA" });
    expect(done.kind).toBe("signed in");
  });

  it("is no longer guessed after five wrong codes, in one session or in several", async () => {
    await start("OPTIONAL");
    const { email } = await givenUser(world);
    const { secret } = await withSoftwareToken(email);
    const asked = await attempt(world, email);
    for (let guess = 0; guess < 5; guess += 1)
      await refusal(respond(asked, { SOFTWARE_TOKEN_MFA_CODE: "000000" }));

    expect(await refusal(respond(asked, { SOFTWARE_TOKEN_MFA_CODE: "000000" }))).toMatch(/Invalid session/);
    const fresh = await attempt(world, email);
    const right = { SOFTWARE_TOKEN_MFA_CODE: totp(secret, world.clock.now()) };
    expect(await refusal(respond(fresh, right))).toBe("NotAuthorizedException: Password attempts exceeded");
    world.clock.forward(2000);
    expect((await respond(fresh, right)).AuthenticationResult).toBeDefined();
  });

  it("is removed when an administrator deletes it", async () => {
    await start("OPTIONAL");
    const { email } = await givenUser(world);
    await withSoftwareToken(email);
    await world.cognito.send(new AdminDeleteSoftwareTokenCommand({ UserPoolId: poolId, Username: email }));

    expect((await attempt(world, email)).AuthenticationResult).toBeDefined();
  });

  it("cannot be preferred before it was verified, or set up in a pool without it", async () => {
    await start("OPTIONAL", ["SMS_MFA"]);
    const { email } = await givenUser(world);
    const { access: AccessToken } = await signIn(world, email);

    expect(await refusal(world.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken })))).toMatch(
      /^SoftwareTokenMFANotFoundException/,
    );
    expect(await refusal(prefer(email, { SoftwareTokenMfaSettings: { Enabled: true } }))).toMatch(
      /^InvalidParameterException/,
    );
    expect(await refusal(prefer(email, sms))).toMatch(
      /^InvalidParameterException: User does not have delivery/,
    );
  });
});

describe("a code by message", () => {
  it.each([
    ["SMS_MFA", sms, phone.phone_number, "+*******5678"],
    ["EMAIL_OTP", mail, undefined, undefined],
  ] as const)(
    "%s is sent in the words of CustomMessage, and completes the sign-in",
    async (name, settings, to, masked) => {
      const CustomMessage = (event: TriggerEvent) => event;
      await start("OPTIONAL", factors, { triggers: { CustomMessage } });
      const { email } = await givenUser(world, { attributes: phone });
      await prefer(email, settings);
      const asked = await attempt(world, email);
      const details = { CODE_DELIVERY_DESTINATION: masked ?? `${email.charAt(0)}***@e***` };

      expect(asked).toMatchObject({ ChallengeName: name, ChallengeParameters: details });
      expect(sources(world)).toEqual(["CustomMessage_Authentication"]);
      const code = lastCode(world, to ?? email);
      expect(code).toMatch(/^\d{6}$/);
      expect(await refusal(respond(asked, { [`${name}_CODE`]: "x" }))).toMatch(/^CodeMismatchException/);
      expect((await respond(asked, { [`${name}_CODE`]: code })).AuthenticationResult).toBeDefined();
    },
  );

  it("lives as long as its session", async () => {
    await start("OPTIONAL");
    const { email } = await givenUser(world, { attributes: phone });
    await prefer(email, sms);
    const asked = await attempt(world, email);
    world.clock.forward(3 * 60_000);

    const late = respond(asked, { SMS_MFA_CODE: lastCode(world, phone.phone_number) });
    expect(await refusal(late)).toMatch(/session is expired/);
  });

  it("is still required after the address was removed", async () => {
    await start("OPTIONAL");
    const { email } = await givenUser(world, { attributes: phone });
    await prefer(email, sms);
    const UserAttributes = [{ Name: "phone_number", Value: "" }];
    await world.cognito.send(
      new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username: email, UserAttributes }),
    );

    expect(await refusal(attempt(world, email))).toMatch(/^MFAMethodNotFoundException/);
  });
});

describe("several factors", () => {
  it("are offered with SELECT_MFA_TYPE until one is preferred", async () => {
    await start("OPTIONAL");
    const { email } = await givenUser(world, { attributes: phone });
    await prefer(email, { ...sms, ...mail });
    const choice = await attempt(world, email);
    const asked = await respond(choice, { ANSWER: "EMAIL_MFA" });

    expect(choice).toMatchObject({
      ChallengeName: "SELECT_MFA_TYPE",
      ChallengeParameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","EMAIL_OTP"]' },
    });
    expect(asked.ChallengeName).toBe("EMAIL_OTP");
    expect(
      (await respond(asked, { EMAIL_OTP_CODE: lastCode(world, email) })).AuthenticationResult,
    ).toBeDefined();
    expect(await refusal(respond(await attempt(world, email), { ANSWER: "SOFTWARE_TOKEN_MFA" }))).toMatch(
      /^InvalidParameterException/,
    );

    await prefer(email, { SMSMfaSettings: { Enabled: true, PreferredMfa: true } });
    expect((await attempt(world, email)).ChallengeName).toBe("SMS_MFA");
    expect(
      await refusal(
        prefer(email, {
          SMSMfaSettings: { Enabled: true, PreferredMfa: true },
          EmailMfaSettings: { Enabled: true, PreferredMfa: true },
        }),
      ),
    ).toBe("InvalidParameterException: Only one MFA type can be preferred");
  });
});

describe("a pool that demands MFA", () => {
  it("has users set up a software token, through amazon-cognito-identity-js", async () => {
    await start("ON", ["SOFTWARE_TOKEN_MFA"]);
    const { email } = await givenUser(world);
    const user = browserUser(world, email);
    const asked = await srpSignIn(user, password);
    const secret = await new Promise<string>((resolve, reject) =>
      user.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject }),
    );
    const code = totp(secret, world.clock.now());
    const done = await outcomeOf((callbacks) => user.verifySoftwareToken(code, "phone", callbacks));

    expect(asked).toMatchObject({
      challenge: "MFA_SETUP",
      parameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    });
    expect(done.kind).toBe("signed in");
    expect((await attempt(world, email)).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  });

  it("takes no MFA_SETUP answer without a verified token", async () => {
    await start("ON", ["SOFTWARE_TOKEN_MFA"]);
    const { email } = await givenUser(world);
    const asked = await attempt(world, email);
    expect(await refusal(respond(asked, {}))).toMatch(/^NotAuthorizedException: No MFA method/);

    const { Session } = await world.cognito.send(
      new AssociateSoftwareTokenCommand({ Session: asked.Session }),
    );
    expect(await refusal(respond(asked, {}))).toMatch(/Invalid session/);
    expect(await refusal(respond({ ...asked, Session }, {}))).toMatch(
      /^NotAuthorizedException: No MFA method/,
    );
  });

  it("requires a code from a user with a phone number, without any preference", async () => {
    await start("ON", ["SMS_MFA"]);
    const { email } = await givenUser(world, { attributes: phone });

    expect((await attempt(world, email)).ChallengeName).toBe("SMS_MFA");
  });

  it("puts the factor after the password of a custom sign-in, where the triggers see it", async () => {
    const sessions: unknown[] = [];
    const DefineAuthChallenge = (event: TriggerEvent) => {
      const session = event.request.session as { challengeName: string }[];
      sessions.push(session.map(({ challengeName }) => challengeName));
      const response = session.length === 1 ? { challengeName: "PASSWORD_VERIFIER" } : { issueTokens: true };
      return { ...event, response };
    };
    await start("ON", ["SMS_MFA"], { triggers: { DefineAuthChallenge } });
    const { email } = await givenUser(world, { attributes: phone });
    const user = browserUser(world, email);
    user.setAuthenticationFlowType("CUSTOM_AUTH");
    const asked = await outcomeOf((callbacks) => user.authenticateUser(details(user, password), callbacks));
    const code = lastCode(world, phone.phone_number);
    const done = await outcomeOf((callbacks) => user.sendMFACode(code, callbacks));

    expect([asked, done]).toMatchObject([{ challenge: "SMS_MFA" }, { kind: "signed in" }]);
    expect(sessions).toEqual([["SRP_A"], ["SRP_A", "PASSWORD_VERIFIER", "SMS_MFA"]]);
  });
});

describe("the pool's configuration", () => {
  const configure = (settings: object) =>
    world.cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId: poolId, ...settings }));

  it("is set and read as a whole, and UpdateUserPool does not change the factors", async () => {
    world = await startWorld();
    const settings = {
      MfaConfiguration: "OPTIONAL",
      SmsMfaConfiguration: { SmsAuthenticationMessage: "Your code: {####}" },
      SoftwareTokenMfaConfiguration: { Enabled: true },
    } as const;
    await configure(settings);
    await world.cognito.send(new UpdateUserPoolCommand({ UserPoolId: poolId, MfaConfiguration: "OPTIONAL" }));
    const read = await world.cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId: poolId }));

    expect(read).toMatchObject({
      MfaConfiguration: "OPTIONAL",
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    expect(read.SmsMfaConfiguration).toBeDefined();
    expect(read.EmailMfaConfiguration).toBeUndefined();
  });

  it("must name a factor exactly when MFA is on", async () => {
    world = await startWorld();

    expect(await refusal(configure({ MfaConfiguration: "ON" }))).toMatch(
      /can't turn on MFA without configuring/,
    );
    expect(
      await refusal(configure({ MfaConfiguration: "OFF", SoftwareTokenMfaConfiguration: { Enabled: true } })),
    ).toMatch(/can't turn off MFA and configure an MFA together/);
    expect(await refusal(configure({ MfaConfiguration: "ON", EmailMfaConfiguration: {} }))).toMatch(
      /DEVELOPER/,
    );
  });
});

it("refuses a challenge name that the session does not belong to", async () => {
  await start("OPTIONAL");
  const { email } = await givenUser(world, { attributes: phone });
  await prefer(email, sms);
  const asked = await attempt(world, email);
  const ChallengeName: ChallengeNameType = "EMAIL_OTP";

  expect(await refusal(respond({ ...asked, ChallengeName }, { EMAIL_OTP_CODE: "123456" }))).toMatch(
    /Invalid session/,
  );
});

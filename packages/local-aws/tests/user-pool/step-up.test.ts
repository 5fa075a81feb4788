/** Authentication levels: TARGET_ACR_VALUES, MAX_AGE and ACCESS_TOKEN of USER_AUTH, and the claims acr and amr. */
import {
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  CompleteWebAuthnRegistrationCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  StartWebAuthnRegistrationCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import { passkey } from "./authenticator.js";
import { totp } from "./totp.js";
import {
  givenUser,
  lastCode,
  password,
  poolId,
  publicId,
  refusal,
  type Setup,
  signIn,
  startWorld,
  tokensOf,
  verified,
  type World,
} from "./world.js";

const loa = (level: number) => `urn:cognito:loa:${level}`;
const any = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"] } },
};
const mfa = {
  MfaConfiguration: "OPTIONAL",
  EnabledMfas: ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"],
  EmailConfiguration: { EmailSendingAccount: "DEVELOPER" },
};

let world: World;
afterEach(() => world.close());

async function start(pool: Record<string, unknown> = {}, setup: Partial<Setup> = {}) {
  const flows = { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] };
  const RefreshTokenRotation = { Feature: "ENABLED" };
  world = await startWorld({
    publicClient: { ...flows, RefreshTokenRotation, PreventUserExistenceErrors: "ENABLED" },
    ...setup,
    pool: { ...any, ...mfa, WebAuthnRelyingPartyID: "login.example.com", ...pool },
  });
}

const begin = (USERNAME: string, parameters: Record<string, string> = {}) =>
  world.cognito.send(
    new InitiateAuthCommand({
      ClientId: publicId,
      AuthFlow: "USER_AUTH",
      AuthParameters: { USERNAME, ...parameters },
    }),
  );

type Answer = Partial<Awaited<ReturnType<typeof begin>>>;

const respond = (
  { Session, ChallengeName, ChallengeParameters }: Answer,
  responses: Record<string, string>,
) =>
  world.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: publicId,
      ChallengeName,
      Session,
      ChallengeResponses: {
        USERNAME: ChallengeParameters?.USERNAME ?? ChallengeParameters?.USER_ID_FOR_SRP ?? "",
        ...responses,
      },
    }),
  );

const withPassword = (name: string, TARGET_ACR_VALUES: string, more: Record<string, string> = {}) =>
  begin(name, { TARGET_ACR_VALUES, PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password, ...more });

async function levelOf(answer: Answer) {
  const { access, id } = await verified(world, tokensOf(answer.AuthenticationResult), publicId);
  expect({ acr: id.acr, amr: id.amr }).toEqual({ acr: access.acr, amr: access.amr });
  return { acr: access.acr, amr: access.amr };
}

async function withApp() {
  const { email } = await givenUser(world);
  const { access: AccessToken } = await signIn(world, email);
  const { SecretCode = "" } = await world.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const code = () => {
    world.clock.forward(30_000);
    return totp(SecretCode, world.clock.now());
  };
  await world.cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code() }));
  return { email, code };
}

const prefer = (Username: string, settings: Record<string, object>) =>
  world.cognito.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username, ...settings }));

const prefersApp = (email: string) => prefer(email, { SoftwareTokenMfaSettings: { Enabled: true } });

describe("the levels", () => {
  it("1 is a password", async () => {
    await start();
    const { email } = await givenUser(world);
    expect(await levelOf(await withPassword(email, loa(1)))).toEqual({ acr: loa(1), amr: ["pwd"] });
  });

  it("2 is a one-time code alone", async () => {
    await start();
    const { email } = await givenUser(world);
    const asked = await begin(email, { TARGET_ACR_VALUES: loa(2) });
    expect(asked.AvailableChallenges).toEqual(["EMAIL_OTP"]);
    const question = await respond(asked, { ANSWER: "EMAIL_OTP" });
    const answer = await respond(question, { EMAIL_OTP_CODE: lastCode(world, email) });
    expect(await levelOf(answer)).toEqual({ acr: loa(2), amr: ["email_otp"] });
  });

  it.each([
    ["swk", "platform"],
    ["hwk", "cross-platform"],
  ])("3 is a passkey, %s where it is a %s one", async (amr, authenticatorAttachment) => {
    await start();
    const { email } = await givenUser(world);
    const { access: AccessToken } = await signIn(world, email);
    const key = passkey();
    const registration = await world.cognito.send(new StartWebAuthnRegistrationCommand({ AccessToken }));
    const Credential = { ...key.create(registration.CredentialCreationOptions), authenticatorAttachment };
    await world.cognito.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }));
    const asked = await begin(email, { TARGET_ACR_VALUES: loa(3), PREFERRED_CHALLENGE: "WEB_AUTHN" });
    const CREDENTIAL = key.get(asked.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? "{}");
    expect(await levelOf(await respond(asked, { CREDENTIAL }))).toEqual({ acr: loa(3), amr: [amr] });
  });

  it("3 is also a password with a sent code", async () => {
    await start();
    const { email } = await givenUser(world);
    const question = await withPassword(email, loa(3));
    const answer = await respond(question, { EMAIL_OTP_CODE: lastCode(world, email) });
    expect(await levelOf(answer)).toEqual({ acr: loa(3), amr: ["pwd", "email_otp", "mfa"] });
  });

  it("4 is a password with an authenticator app, which is asked for even where another factor is preferred", async () => {
    await start();
    const { email, code } = await withApp();
    await prefersApp(email);
    await prefer(email, { EmailMfaSettings: { Enabled: true, PreferredMfa: true } });
    const question = await withPassword(email, loa(4));
    expect(question.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    const answer = await respond(question, { SOFTWARE_TOKEN_MFA_CODE: code() });
    expect(await levelOf(answer)).toEqual({ acr: loa(4), amr: ["pwd", "otp", "mfa"] });
  });

  it("are in the tokens of a user who requested one, and not in others", async () => {
    await start();
    const { email } = await givenUser(world);
    const plain = await begin(email, { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password });
    expect(await levelOf(plain)).toEqual({ acr: undefined, amr: undefined });
  });

  it("stay the same when tokens are refreshed, and so does auth_time", async () => {
    await start();
    const { email } = await givenUser(world);
    const first = tokensOf((await withPassword(email, loa(1))).AuthenticationResult);
    world.clock.forward(60_000);
    const command = new GetTokensFromRefreshTokenCommand({ ClientId: publicId, RefreshToken: first.refresh });
    const second = await world.cognito.send(command);
    expect(await levelOf(second)).toEqual({ acr: loa(1), amr: ["pwd"] });
    const before = await verified(world, first, publicId);
    const after = await verified(world, tokensOf(second.AuthenticationResult), publicId);
    expect(after.id.auth_time).toBe(before.id.auth_time);
  });
});

describe("a list of levels", () => {
  it("is tried from the left, and unknown names in it are passed over", async () => {
    await start();
    const { email } = await givenUser(world);
    const answer = await withPassword(email, `${loa(4)} urn:other ${loa(1)}`);
    expect(await levelOf(answer)).toMatchObject({ acr: loa(1) });
  });

  it.each([
    ["without any known name", { TARGET_ACR_VALUES: "urn:other" }, /^InvalidParameterException/],
    ["with a MAX_AGE that is no number", { TARGET_ACR_VALUES: loa(1), MAX_AGE: "-1" }, /^InvalidParameter/],
    ["with an access token alone", { ACCESS_TOKEN: "a.b.c" }, /^InvalidParameterException/],
    ["beyond the user's factors", { TARGET_ACR_VALUES: loa(4) }, /^NotAuthorizedException.*no factors/],
  ])("is refused %s", async (_, parameters, expected) => {
    await start();
    const { email } = await givenUser(world);
    expect(await refusal(begin(email, parameters))).toMatch(expected);
  });

  it("does not reveal which users exist", async () => {
    await start();
    const { email } = await givenUser(world);
    const answers = (name: string, level: number) =>
      refusal(withPassword(name, loa(level), { PASSWORD: "Wrong-Horse-1" }));
    for (const level of [1, 3, 4]) {
      expect(await answers("nobody@example.com", level)).toBe(await answers(email, level));
    }
  });

  it("needs the Essentials or Plus plan", async () => {
    await start({ UserPoolTier: "LITE", Policies: {}, EnabledMfas: ["SOFTWARE_TOKEN_MFA"] });
    const { email } = await givenUser(world);
    expect(await refusal(withPassword(email, loa(1)))).toMatch(/^FeatureUnavailableInTierException/);
  });
});

describe("with an access token", () => {
  const beginning = async () => {
    await start();
    const { email, code } = await withApp();
    const first = tokensOf((await withPassword(email, loa(1))).AuthenticationResult);
    return { email, code, ACCESS_TOKEN: first.access };
  };

  it("only missing factors are required, and the new tokens are fresh", async () => {
    const { email, code, ACCESS_TOKEN } = await beginning();
    world.clock.forward(100_000);
    const asked = await begin(email, { TARGET_ACR_VALUES: loa(4), ACCESS_TOKEN, MAX_AGE: "600" });
    expect(asked.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    const answer = await respond(asked, { SOFTWARE_TOKEN_MFA_CODE: code() });
    expect(await levelOf(answer)).toEqual({ acr: loa(4), amr: ["pwd", "otp", "mfa"] });
    const { access } = await verified(world, tokensOf(answer.AuthenticationResult), publicId);
    expect(access.auth_time).toBe(Math.floor(world.clock.now() / 1000));
  });

  it("that is older than MAX_AGE, everything is asked for", async () => {
    const { email, ACCESS_TOKEN } = await beginning();
    world.clock.forward(601_000);
    const asked = await begin(email, { TARGET_ACR_VALUES: loa(4), ACCESS_TOKEN, MAX_AGE: "600" });
    expect(asked.AvailableChallenges).toEqual(["PASSWORD", "PASSWORD_SRP"]);
  });

  it("that already meets the level, nothing is given", async () => {
    const { email, ACCESS_TOKEN } = await beginning();
    const asked = begin(email, { TARGET_ACR_VALUES: loa(1), ACCESS_TOKEN });
    expect(await refusal(asked)).toMatch(/^InvalidParameterException.*already meets/);
  });

  it("of another user, nothing is credited", async () => {
    const { ACCESS_TOKEN } = await beginning();
    const { email: other } = await givenUser(world);
    expect(await refusal(begin(other, { TARGET_ACR_VALUES: loa(1), ACCESS_TOKEN }))).toMatch(
      /^NotAuthorizedException.*not issued for this user/,
    );
    expect(
      await refusal(begin(other, { TARGET_ACR_VALUES: loa(1), ACCESS_TOKEN: `${ACCESS_TOKEN}x` })),
    ).toMatch(/^NotAuthorizedException/);
  });

  it("a wrong code gives no tokens of a level in between", async () => {
    const { email, ACCESS_TOKEN } = await beginning();
    const asked = await begin(email, { TARGET_ACR_VALUES: `${loa(4)} ${loa(1)}`, ACCESS_TOKEN });
    expect(await refusal(respond(asked, { SOFTWARE_TOKEN_MFA_CODE: "000000" }))).toMatch(/^CodeMismatch/);
  });
});

it("keeps the second factor that the pool or the user demands, however low the level is", async () => {
  await start({ MfaConfiguration: "ON", Policies: {} });
  const { email } = await givenUser(world);
  const asked = await withPassword(email, loa(1));

  expect(asked.ChallengeName).toBe("EMAIL_OTP");
  const answer = await respond(asked, { EMAIL_OTP_CODE: lastCode(world, email) });
  expect(await levelOf(answer)).toMatchObject({ acr: loa(3) });
});

describe("names of one's own", () => {
  const Level2 = { AcrValue: "urn:mine:2" };

  it("are listed completely, are in the claims and can be requested by clients", async () => {
    await start({ AcrConfiguration: { Level2 } });
    const { UserPool } = await world.cognito.send(new DescribeUserPoolCommand({ UserPoolId: poolId }));
    expect(UserPool?.AcrConfiguration).toEqual({
      Level1: { AcrValue: loa(1) },
      Level2,
      Level3: { AcrValue: loa(3) },
      Level4: { AcrValue: loa(4) },
    });
    const { email } = await givenUser(world);
    expect(await refusal(begin(email, { TARGET_ACR_VALUES: loa(2) }))).toMatch(/^InvalidParameterException/);
    const parameters = { TARGET_ACR_VALUES: "urn:mine:2", PREFERRED_CHALLENGE: "EMAIL_OTP" };
    const asked = await begin(email, parameters);
    const answer = await respond(asked, { EMAIL_OTP_CODE: lastCode(world, email) });
    expect(await levelOf(answer)).toMatchObject({ acr: "urn:mine:2" });
  });

  it.each([
    ["given twice", { Level1: Level2, Level2 }, /^InvalidParameterException.*unique/],
    ["of another level", { Level2: { AcrValue: loa(3) } }, /^InvalidParameterException.*unique/],
    ["with a space", { Level2: { AcrValue: "urn mine" } }, /^InvalidParameterException/],
    ["for a fifth level", { Level5: Level2 }, /^InvalidParameterException/],
  ])("are refused when %s", async (_, AcrConfiguration, expected) => {
    await start();
    expect(
      await refusal(world.cognito.send(new CreateUserPoolCommand({ PoolName: "other", AcrConfiguration }))),
    ).toMatch(expected);
  });

  it("need the Essentials or Plus plan", async () => {
    await start();
    const pool = { PoolName: "other", UserPoolTier: "LITE" as const, AcrConfiguration: { Level2 } };
    expect(await refusal(world.cognito.send(new CreateUserPoolCommand(pool)))).toMatch(
      /^FeatureUnavailableInTierException/,
    );
  });
});

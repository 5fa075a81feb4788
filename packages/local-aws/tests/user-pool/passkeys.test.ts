/** Passkeys: registered with an access token, and then a first factor of USER_AUTH. */
import {
  AdminGetUserAuthFactorsCommand,
  AdminSetUserMFAPreferenceCommand,
  CompleteWebAuthnRegistrationCommand,
  CreateUserPoolDomainCommand,
  DeleteWebAuthnCredentialCommand,
  GetUserAuthFactorsCommand,
  GetUserPoolMfaConfigCommand,
  InitiateAuthCommand,
  ListWebAuthnCredentialsCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  StartWebAuthnRegistrationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import { type Behaviour, passkey } from "./authenticator.js";
import {
  givenUser,
  password,
  poolId,
  publicId,
  refusal,
  type Setup,
  signIn,
  sources,
  startWorld,
  type TriggerEvent,
  tokensOf,
  type World,
} from "./world.js";

const rpId = "login.example.com";
const passkeys = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
  WebAuthnRelyingPartyID: rpId,
};
const publicClient = { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] };

let world: World;
afterEach(() => world.close());

const start = async (pool: Record<string, unknown> = {}, setup: Partial<Setup> = {}) => {
  world = await startWorld({ publicClient, ...setup, pool: { ...passkeys, ...pool } });
};

const begin = async (AccessToken: string): Promise<unknown> =>
  (await world.cognito.send(new StartWebAuthnRegistrationCommand({ AccessToken }))).CredentialCreationOptions;

type Key = ReturnType<typeof passkey>;

async function register(AccessToken: string, key: Key, how: Behaviour = {}): Promise<void> {
  const Credential = key.create(await begin(AccessToken), how);
  await world.cognito.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }));
}

const askFor = (USERNAME: string, PREFERRED_CHALLENGE = "WEB_AUTHN") =>
  world.cognito.send(
    new InitiateAuthCommand({
      ClientId: publicId,
      AuthFlow: "USER_AUTH",
      AuthParameters: { USERNAME, PREFERRED_CHALLENGE },
    }),
  );

type Question = Awaited<ReturnType<typeof askFor>>;

const optionsOf = ({ ChallengeParameters }: Question) =>
  ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? "{}";

const answer = ({ Session, ChallengeName, ChallengeParameters }: Question, CREDENTIAL: string) =>
  world.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: publicId,
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME: ChallengeParameters?.USERNAME ?? "", CREDENTIAL },
    }),
  );

async function signInWith(email: string, key: Key, how: Behaviour = {}) {
  const asked = await askFor(email);
  return answer(asked, key.get(optionsOf(asked), how));
}

async function registered(pool: Record<string, unknown> = {}, setup: Partial<Setup> = {}) {
  await start(pool, setup);
  const { email } = await givenUser(world);
  const { access } = await signIn(world, email);
  const key = passkey();
  await register(access, key);
  return { email, access, key };
}

describe("a registered passkey", () => {
  it("signs its user in, with the triggers of a sign-in", async () => {
    const silent = (event: TriggerEvent) => event;
    await start(
      {},
      { triggers: { PreAuthentication: silent, PostAuthentication: silent, PreTokenGeneration: silent } },
    );
    const { email } = await givenUser(world);
    const { access } = await signIn(world, email);
    const key = passkey();
    await register(access, key);
    const before = world.running.invocations().at(-1)?.sequence ?? 0;
    const asked = await askFor(email);
    const signedIn = await answer(asked, key.get(optionsOf(asked)));

    expect(asked.ChallengeName).toBe("WEB_AUTHN");
    expect(JSON.parse(optionsOf(asked))).toMatchObject({ rpId, allowCredentials: [{ id: key.id }] });
    expect(tokensOf(signedIn.AuthenticationResult).access).not.toBe("");
    expect(sources(world, before)).toEqual([
      "PreAuthentication_Authentication",
      "PostAuthentication_Authentication",
      "TokenGeneration_Authentication",
    ]);
  });

  it("is offered as a choice, and counted as a factor", async () => {
    const { email, access } = await registered();
    const both = ["PASSWORD", "WEB_AUTHN"];

    expect((await askFor(email, "EMAIL_OTP")).AvailableChallenges).toContain("WEB_AUTHN");
    const mine = await world.cognito.send(new GetUserAuthFactorsCommand({ AccessToken: access }));
    expect(mine.ConfiguredUserAuthFactors).toEqual(both);
    const read = new AdminGetUserAuthFactorsCommand({ UserPoolId: poolId, Username: email });
    expect((await world.cognito.send(read)).ConfiguredUserAuthFactors).toEqual(both);
  });

  it("is listed until it is deleted", async () => {
    const { email, access: AccessToken, key } = await registered();
    const list = async () =>
      (await world.cognito.send(new ListWebAuthnCredentialsCommand({ AccessToken }))).Credentials;
    const remove = () =>
      world.cognito.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId: key.id }));

    expect(await list()).toEqual([
      expect.objectContaining({
        CredentialId: key.id,
        RelyingPartyId: rpId,
        AuthenticatorAttachment: "platform",
        AuthenticatorTransports: ["internal"],
        CreatedAt: expect.any(Date),
      }),
    ]);
    await remove();
    expect(await list()).toEqual([]);
    expect(await refusal(remove())).toMatch(/^ResourceNotFoundException/);
    expect((await askFor(email)).ChallengeName).toBe("SELECT_CHALLENGE");
  });
});

describe("with SELECT_CHALLENGE", () => {
  const choose = (asked: Question, CREDENTIAL: string) =>
    world.cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: publicId,
        ChallengeName: "SELECT_CHALLENGE",
        Session: asked.Session,
        ChallengeResponses: {
          USERNAME: asked.ChallengeParameters?.USERNAME ?? "",
          ANSWER: "WEB_AUTHN",
          CREDENTIAL,
        },
      }),
    );

  it("is chosen and proved in one answer", async () => {
    const { email, key } = await registered();
    const asked = await askFor(email, "EMAIL_OTP");
    const signedIn = await choose(asked, key.get(optionsOf(asked)));

    expect(asked.ChallengeName).toBe("SELECT_CHALLENGE");
    expect(tokensOf(signedIn.AuthenticationResult).access).not.toBe("");
    expect(await refusal(choose(asked, key.get(optionsOf(asked))))).toMatch(/Invalid session/);
  });

  it("is refused for another challenge, and the session is over", async () => {
    const { email, key } = await registered();
    const asked = await askFor(email, "EMAIL_OTP");
    const forged = key.get(optionsOf(asked), { challenge: "c29tZXRoaW5nIGVsc2U" });

    expect(await refusal(choose(asked, forged))).toMatch(/could not be verified/);
    expect(await refusal(choose(asked, key.get(optionsOf(asked))))).toMatch(/Invalid session/);
  });
});

describe("without a configured relying party", () => {
  it.each([
    ["the custom domain", ["people", "login.example.com"], "login.example.com"],
    ["the prefix", ["people"], "people.auth.us-east-1.amazoncognito.com"],
  ])("passkeys are for %s of the pool", async (_, domains, expected) => {
    await start({ WebAuthnRelyingPartyID: undefined });
    for (const Domain of domains) {
      const CertificateArn = "arn:aws:acm:us-east-1:000000000000:certificate/one";
      const custom = Domain.includes(".") && { CustomDomainConfig: { CertificateArn } };
      await world.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain, ...custom }));
    }
    const { email } = await givenUser(world);
    const { access } = await signIn(world, email);
    const key = passkey();
    await register(access, key);
    const asked = await askFor(email);

    expect(JSON.parse(optionsOf(asked))).toMatchObject({ rpId: expected });
    expect(await refusal(answer(asked, key.get(optionsOf(asked))))).toBe("no error");
  });
});

describe("an answer to WEB_AUTHN is refused", () => {
  it.each<[string, Behaviour]>([
    ["to another challenge", { challenge: "c29tZXRoaW5nIGVsc2U" }],
    ["from another origin", { origin: "https://login.example.com.evil.test" }],
    ["over plain HTTP", { origin: `http://${rpId}` }],
    ["for another relying party", { rpId: "other.example.com", origin: `https://${rpId}` }],
  ])("%s", async (_, how) => {
    const { email, key } = await registered();
    expect(await refusal(signInWith(email, key, how))).toBe(
      "NotAuthorizedException: The passkey could not be verified.",
    );
  });

  it("by a passkey of another user, and by another key of the same name", async () => {
    const { email, key } = await registered();
    const other = await givenUser(world);
    const { access } = await signIn(world, other.email);
    const foreign = passkey();
    await register(access, foreign);
    const asked = await askFor(email);
    const forged = JSON.parse(foreign.get(optionsOf(asked)));

    expect(await refusal(signInWith(email, foreign))).toMatch(/could not be verified/);
    expect(await refusal(answer(asked, JSON.stringify({ ...forged, id: key.id, rawId: key.id })))).toMatch(
      /could not be verified/,
    );
  });

  it("when it was used, and when the counter went back", async () => {
    const { email, key } = await registered();
    const asked = await askFor(email);
    const credential = key.get(optionsOf(asked), { counter: 5 });
    await answer(asked, credential);

    expect(await refusal(answer(asked, credential))).toMatch(/Invalid session/);
    expect(await refusal(signInWith(email, key, { counter: 4 }))).toMatch(/could not be verified/);
    expect(await refusal(signInWith(email, key, { counter: 6 }))).toBe("no error");
  });

  it("without user verification, where the pool requires it", async () => {
    const { email, key } = await registered({ WebAuthnUserVerification: "required" });
    expect(await refusal(signInWith(email, key, { userVerified: false }))).toMatch(/could not be verified/);
    expect(await refusal(signInWith(email, key))).toBe("no error");
  });

  it("when it is not a credential at all", async () => {
    const { email } = await registered();
    expect(await refusal(answer(await askFor(email), "{}"))).toMatch(/^InvalidParameterException/);
  });
});

describe("a registration is refused", () => {
  const prepared = async (pool: Record<string, unknown> = {}) => {
    await start(pool);
    return signIn(world, (await givenUser(world)).email);
  };

  it.each<[string, Behaviour, RegExp]>([
    ["of another origin", { origin: "https://evil.test" }, /^WebAuthnOriginNotAllowedException/],
    ["of another relying party", { rpId: "evil.test" }, /^WebAuthnRelyingPartyMismatchException/],
    ["to another challenge", { challenge: "b3RoZXI" }, /^WebAuthnChallengeNotFoundException/],
  ])("%s", async (_, how, expected) => {
    const { access } = await prepared();
    const given = { origin: `https://${rpId}`, ...how };
    expect(await refusal(register(access, passkey(), given))).toMatch(expected);
  });

  it("without user verification, where the pool requires it", async () => {
    const { access } = await prepared({ WebAuthnUserVerification: "required" });
    expect(await refusal(register(access, passkey(), { userVerified: false }))).toMatch(
      /^WebAuthnCredentialNotSupportedException/,
    );
  });

  it("when it was never started, twice, and too late", async () => {
    const { access: AccessToken } = await prepared();
    const complete = (Credential: ReturnType<Key["create"]>) =>
      refusal(world.cognito.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential })));
    const credential = passkey().create(await begin(AccessToken));

    expect(await complete(credential)).toBe("no error");
    expect(await complete(credential)).toMatch(/^WebAuthnChallengeNotFoundException/);
    const late = passkey().create(await begin(AccessToken));
    world.clock.forward(5 * 60_000);
    expect(await complete(late)).toMatch(/^WebAuthnChallengeNotFoundException/);
  });

  it("through another client than the one that began it", async () => {
    await start();
    const { email } = await givenUser(world);
    const { access } = await signIn(world, email);
    const elsewhere = await world.cognito.send(
      new InitiateAuthCommand({
        ClientId: publicId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    );
    const Credential = passkey().create(await begin(access));
    const AccessToken = tokensOf(elsewhere.AuthenticationResult).access;
    const complete = new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential });

    expect(await refusal(world.cognito.send(complete))).toMatch(/^WebAuthnClientMismatchException/);
  });

  it("after the twentieth passkey", async () => {
    const { access } = await prepared();
    for (let count = 0; count < 20; count += 1) await register(access, passkey());
    expect(await refusal(begin(access))).toMatch(/^LimitExceededException/);
  });

  it("in a pool without passkeys, or without a relying party and a domain", async () => {
    const { access } = await prepared({ Policies: {} });
    expect(await refusal(begin(access))).toMatch(/^WebAuthnNotEnabledException/);
    await world.close();

    const other = await prepared({ WebAuthnRelyingPartyID: undefined });
    expect(await refusal(begin(other.access))).toMatch(/^WebAuthnConfigurationMissingException/);
  });
});

describe("where a second factor is due", () => {
  const mfa = { MfaConfiguration: "OPTIONAL", EnabledMfas: ["SMS_MFA"] };
  const phone = { phone_number: "+31612345678", phone_number_verified: "true" };

  const withSecondFactor = async (WebAuthnFactorConfiguration: string) => {
    await start({ ...mfa, WebAuthnFactorConfiguration });
    const { email } = await givenUser(world, { attributes: phone });
    const { access } = await signIn(world, email);
    const key = passkey();
    await register(access, key);
    const settings = { SMSMfaSettings: { Enabled: true } };
    await world.cognito.send(
      new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username: email, ...settings }),
    );
    return { email, key };
  };

  it("a passkey that verified its user counts as both factors, if the pool allows it", async () => {
    const { email, key } = await withSecondFactor("MULTI_FACTOR_WITH_USER_VERIFICATION");
    expect((await signInWith(email, key)).AuthenticationResult?.TokenType).toBe("Bearer");
    expect(await refusal(signInWith(email, key, { userVerified: false }))).toMatch(/could not be verified/);
  });

  it("and a user may request that if the pool allows it", async () => {
    const ask = (Username: string) =>
      refusal(
        world.cognito.send(
          new AdminSetUserMFAPreferenceCommand({
            UserPoolId: poolId,
            Username,
            WebAuthnMfaSettings: { Enabled: true },
          }),
        ),
      );
    expect(await ask((await withSecondFactor("MULTI_FACTOR_WITH_USER_VERIFICATION")).email)).toBe("no error");
    await world.close();
    expect(await ask((await withSecondFactor("SINGLE_FACTOR")).email)).toMatch(/needs FactorConfiguration/);
  });

  it("and is otherwise not offered", async () => {
    const { email } = await withSecondFactor("SINGLE_FACTOR");
    expect((await askFor(email)).AvailableChallenges).toEqual(["PASSWORD", "PASSWORD_SRP"]);
  });
});

it("the pool's settings are set with those of its second factors", async () => {
  await start();
  const WebAuthnConfiguration = {
    RelyingPartyId: "example.com",
    UserVerification: "required",
    FactorConfiguration: "SINGLE_FACTOR",
  } as const;
  await world.cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId: poolId, WebAuthnConfiguration }));
  const read = await world.cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId: poolId }));

  expect(read.WebAuthnConfiguration).toEqual(WebAuthnConfiguration);
});

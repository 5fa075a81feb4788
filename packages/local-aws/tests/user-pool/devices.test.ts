/** Remembered devices, mostly through amazon-cognito-identity-js, which does the device's half of the protocol. */
import {
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminListDevicesCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateDeviceStatusCommand,
  ConfirmDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ListDevicesCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { CognitoUser } from "amazon-cognito-identity-js";
import { srpVerifier } from "../../src/user-pool/rules/srp.js";
import { browserUser, memoryStorage, type Outcome, srpSignIn } from "./browser-client.js";
import { srpClient } from "./srp-client.js";
import {
  givenUser,
  lastCode,
  password,
  poolId,
  publicId,
  refusal,
  type Setup,
  sources,
  startWorld,
  type TriggerEvent,
  type World,
} from "./world.js";

const flows = {
  ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
};
const phone = { phone_number: "+31612345678", phone_number_verified: "true" };

let world: World;
afterEach(() => world.close());

async function start(DeviceConfiguration: object, setup: Partial<Setup> = {}) {
  world = await startWorld({ publicClient: flows, ...setup, pool: { DeviceConfiguration, ...setup.pool } });
}

function claimsOf(outcome: Outcome): Record<string, unknown> {
  if (outcome.kind !== "signed in") throw new Error(JSON.stringify(outcome));
  return outcome.session.getAccessToken().payload;
}

const accessOf = (user: CognitoUser) => user.getSignInUserSession()?.getAccessToken().getJwtToken() ?? "";
const refreshOf = (user: CognitoUser) => user.getSignInUserSession()?.getRefreshToken().getToken() ?? "";

/** A browser in which the user has signed in once. */
async function knownBrowser(email: string) {
  const storage = memoryStorage();
  const user = browserUser(world, email, storage);
  const outcome = await srpSignIn(user, password);
  return { storage, user, outcome, key: String(claimsOf(outcome).device_key) };
}

/** The library reads its device key when it begins by the username that the device was stored under. */
const returning = (storage: ReturnType<typeof memoryStorage>, username: string) =>
  srpSignIn(browserUser(world, username, storage), password);

describe("a device", () => {
  it("is confirmed at the first sign-in, and proves itself at the next", async () => {
    const silent = (event: TriggerEvent) => event;
    await start({}, { triggers: { PostAuthentication: silent, PreTokenGeneration: silent } });
    const { email, username } = await givenUser(world);
    const { storage, user, key } = await knownBrowser(email);
    const { Devices } = await world.cognito.send(new ListDevicesCommand({ AccessToken: accessOf(user) }));
    const before = world.running.invocations().at(-1)?.sequence ?? 0;
    const again = await returning(storage, username);

    expect(key).toMatch(/^us-east-1_[0-9a-f-]{36}$/);
    expect(Devices?.map(({ DeviceKey }) => DeviceKey)).toEqual([key]);
    expect(claimsOf(again).device_key).toBe(key);
    expect(sources(world, before)).toEqual([
      "PostAuthentication_Authentication",
      "TokenGeneration_AuthenticateDevice",
    ]);
    const used = world.running
      .invocations()
      .filter(({ trigger }) => trigger === "PostAuthentication")
      .map(({ event }) => (event as TriggerEvent).request.newDeviceUsed);
    expect(used).toEqual([true, false]);
  });

  it("that was stolen without its secret does not sign a user in", async () => {
    await start({});
    const { email, username } = await givenUser(world);
    const { storage } = await knownBrowser(email);
    const prefix = `CognitoIdentityServiceProvider.${publicId}.${username}`;
    storage.setItem(`${prefix}.randomPasswordKey`, "guessed");

    expect(await returning(storage, username)).toMatchObject({
      kind: "refused",
      message: "Incorrect username or password.",
    });
  });

  it("must be confirmed by the sign-in that got its key, once", async () => {
    await start({});
    const { email } = await givenUser(world);
    const { key } = await knownBrowser(email);
    const { user } = await knownBrowser(email);
    const confirm = (DeviceKey: string) =>
      world.cognito.send(
        new ConfirmDeviceCommand({
          AccessToken: accessOf(user),
          DeviceKey,
          DeviceSecretVerifierConfig: { PasswordVerifier: "AAAA", Salt: "AAAA" },
        }),
      );

    expect(await refusal(confirm(key))).toMatch(/^DeviceKeyExistsException/);
    expect(await refusal(confirm(key.replace(/.$/, (last) => (last === "0" ? "1" : "0"))))).toMatch(
      /^ResourceNotFoundException/,
    );
  });

  it("is not tracked in a pool without a device configuration", async () => {
    world = await startWorld({ publicClient: flows });
    const { email } = await givenUser(world);

    expect(claimsOf(await srpSignIn(browserUser(world, email), password))).not.toHaveProperty("device_key");
  });
});

/** A device whose secret is known here, of a client in Python, which sends no session. */
async function confirmedDevice(email: string) {
  const { AuthenticationResult } = await world.cognito.send(
    new InitiateAuthCommand({
      ClientId: publicId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );
  const { DeviceKey = "", DeviceGroupKey = "" } = AuthenticationResult?.NewDeviceMetadata ?? {};
  const secret = { group: DeviceGroupKey, name: DeviceKey, password: "the device's own" };
  const { salt, verifier } = srpVerifier(secret, secret.password);
  await world.cognito.send(
    new ConfirmDeviceCommand({
      AccessToken: AuthenticationResult?.AccessToken,
      DeviceKey,
      DeviceSecretVerifierConfig: {
        Salt: Buffer.from(salt, "hex").toString("base64"),
        PasswordVerifier: verifier,
      },
    }),
  );
  return secret;
}

const respond = (
  ChallengeName: "PASSWORD_VERIFIER" | "DEVICE_SRP_AUTH" | "DEVICE_PASSWORD_VERIFIER",
  ChallengeResponses: Record<string, string>,
) =>
  world.cognito.send(
    new RespondToAuthChallengeCommand({ ClientId: publicId, ChallengeName, ChallengeResponses }),
  );

/** Up to the moment at which the device has to prove itself. */
async function provedPassword(email: string, DEVICE_KEY: string) {
  const { SRP_A, proof } = srpClient(world);
  const { ChallengeParameters = {} } = await world.cognito.send(
    new InitiateAuthCommand({
      ClientId: publicId,
      AuthFlow: "USER_SRP_AUTH",
      AuthParameters: { USERNAME: email, SRP_A },
    }),
  );
  const { USER_ID_FOR_SRP: USERNAME = "" } = ChallengeParameters;
  const responses = proof(ChallengeParameters, { group: "TestPool1", name: USERNAME, password });
  const { ChallengeName } = await respond("PASSWORD_VERIFIER", { USERNAME, DEVICE_KEY, ...responses });
  return { USERNAME, ChallengeName };
}

describe("a device of a client that sends no session", () => {
  it("proves itself", async () => {
    await start({});
    const { email } = await givenUser(world);
    const device = await confirmedDevice(email);
    const { USERNAME, ChallengeName } = await provedPassword(email, device.name);
    const { SRP_A, proof } = srpClient(world);
    const DEVICE_KEY = device.name;
    const { ChallengeParameters = {} } = await respond("DEVICE_SRP_AUTH", { USERNAME, DEVICE_KEY, SRP_A });
    const { AuthenticationResult } = await respond("DEVICE_PASSWORD_VERIFIER", {
      USERNAME,
      DEVICE_KEY,
      ...proof(ChallengeParameters, device),
    });

    expect(ChallengeName).toBe("DEVICE_SRP_AUTH");
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  it("is asked only of users who have proved the password", async () => {
    await start({});
    const { email, username: USERNAME } = await givenUser(world);
    const { name: DEVICE_KEY } = await confirmedDevice(email);
    const { SRP_A } = srpClient(world);

    expect(await refusal(respond("DEVICE_SRP_AUTH", { USERNAME, DEVICE_KEY, SRP_A }))).toBe(
      "NotAuthorizedException: Invalid session for the user.",
    );
  });
});

describe("remembering", () => {
  it("is remembered only by the user's choice if the pool requires it", async () => {
    await start({ DeviceOnlyRememberedOnUserPrompt: true });
    const { email } = await givenUser(world);
    const { user, outcome, key } = await knownBrowser(email);
    const remembered = async () => {
      const { Device } = await world.cognito.send(
        new AdminGetDeviceCommand({ UserPoolId: poolId, Username: email, DeviceKey: key }),
      );
      return Device?.DeviceAttributes?.find(({ Name }) => Name === "dev:device_remembered_status")?.Value;
    };

    expect(outcome).toMatchObject({ deviceToConfirm: true });
    expect(await remembered()).toBe("not_remembered");
    await new Promise((resolve, reject) =>
      user.setDeviceStatusRemembered({ onSuccess: resolve, onFailure: reject }),
    );
    expect(await remembered()).toBe("remembered");
  });

  it.each([
    ["replaces the second factor", true, true, { kind: "signed in" }],
    ["does not where the pool does not say so", false, true, { challenge: "SMS_MFA" }],
    ["does not for a device that is not remembered", true, false, { challenge: "SMS_MFA" }],
  ])("%s", async (_, ChallengeRequiredOnNewDevice, remember, expected) => {
    const pool = { MfaConfiguration: "OPTIONAL", EnabledMfas: ["SMS_MFA"] };
    await start({ ChallengeRequiredOnNewDevice }, { pool });
    const { email, username } = await givenUser(world, { attributes: phone });
    const { storage, key } = await knownBrowser(email);
    const admin = { UserPoolId: poolId, Username: email };
    await world.cognito.send(
      new AdminSetUserMFAPreferenceCommand({ ...admin, SMSMfaSettings: { Enabled: true } }),
    );
    const DeviceRememberedStatus = remember ? "remembered" : "not_remembered";
    await world.cognito.send(
      new AdminUpdateDeviceStatusCommand({ ...admin, DeviceKey: key, DeviceRememberedStatus }),
    );

    const user = browserUser(world, username, storage);
    const outcome = await srpSignIn(user, password);
    expect(outcome).toMatchObject(expected);
    if (outcome.kind === "signed in") return;
    // From here on the library repeats the session that it has just used, so the SDK goes on.
    const SMS_MFA_CODE = lastCode(world, phone.phone_number);
    const answer = new RespondToAuthChallengeCommand({
      ClientId: publicId,
      ChallengeName: "SMS_MFA",
      Session: Reflect.get(user, "Session") as string,
      ChallengeResponses: { USERNAME: username, SMS_MFA_CODE, DEVICE_KEY: key },
    });
    expect((await world.cognito.send(answer)).ChallengeName).toBe("DEVICE_SRP_AUTH");
  });
});

describe("a refresh", () => {
  const initiate = (REFRESH_TOKEN: string, DEVICE_KEY?: string) =>
    world.cognito.send(
      new InitiateAuthCommand({
        ClientId: publicId,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN, ...(DEVICE_KEY && { DEVICE_KEY }) },
      }),
    );
  const exchange = (RefreshToken: string, DeviceKey?: string) =>
    world.cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId: publicId, RefreshToken, DeviceKey }));

  it("needs the key of the session's device, as long as it is known", async () => {
    await start({});
    const { email } = await givenUser(world);
    const { user, key } = await knownBrowser(email);
    const token = refreshOf(user);

    for (const call of [initiate, exchange]) {
      expect(await refusal(call(token))).toBe("NotAuthorizedException: Invalid Refresh Token");
      expect((await call(token, key)).AuthenticationResult?.AccessToken).toBeDefined();
    }
    await world.cognito.send(
      new AdminForgetDeviceCommand({ UserPoolId: poolId, Username: email, DeviceKey: key }),
    );
    expect(await refusal(exchange(token, key))).toBe("NotAuthorizedException: Invalid Refresh Token");
  });
});

describe("a forgotten device", () => {
  it("makes the library drop its key, and sign in as a new one", async () => {
    await start({});
    const { email, username } = await givenUser(world);
    const { storage, user, key } = await knownBrowser(email);
    await new Promise((resolve, reject) =>
      user.forgetSpecificDevice(key, { onSuccess: resolve, onFailure: reject }),
    );
    const { Devices } = await world.cognito.send(
      new AdminListDevicesCommand({ UserPoolId: poolId, Username: email }),
    );
    const again = claimsOf(await returning(storage, username));

    expect(Devices).toEqual([]);
    expect(again.device_key).toMatch(/^us-east-1_/);
    expect(again.device_key).not.toBe(key);
  });

  it("is not there for a sign-in that names it", async () => {
    await start({});
    const { email } = await givenUser(world);
    const AuthParameters = { USERNAME: email, PASSWORD: password, DEVICE_KEY: "us-east-1_none" };
    const command = { ClientId: publicId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters } as const;

    expect(await refusal(world.cognito.send(new InitiateAuthCommand(command)))).toBe(
      "ResourceNotFoundException: Device does not exist.",
    );
  });
});

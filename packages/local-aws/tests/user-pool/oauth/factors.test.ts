/** Factors on the pages: choosing the first one and the second, and setting one up. */
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  CompleteWebAuthnRegistrationCommand,
  StartWebAuthnRegistrationCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import { passkey } from "../authenticator.js";
import { totp } from "../totp.js";
import {
  givenUser,
  lastCode,
  password,
  poolId,
  type Setup,
  signIn,
  sources,
  startWorld,
  type World,
} from "../world.js";
import { obstacles } from "./accessible.js";
import { alertOf, Browser, locationOf, unescaped } from "./browser.js";
import { hostedClient, pageUrl } from "./hosted.js";

let world: World;
let browser: Browser;
afterEach(() => world.close());

async function start(pool: Record<string, unknown>, setup: Partial<Setup> = {}) {
  const ExplicitAuthFlows = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"];
  world = await startWorld({
    client: { ...hostedClient, ExplicitAuthFlows, PreventUserExistenceErrors: "ENABLED" },
    ...setup,
    pool: { EmailConfiguration: { EmailSendingAccount: "DEVELOPER" }, ...pool },
  });
  browser = new Browser();
}

const login = () => pageUrl(world, "login");

/** A page that is shown in answer to a form. */
async function shown(response: Promise<Response>): Promise<string> {
  const answer = await response;
  expect(answer.headers.get("location")).toBeNull();
  const page = await answer.text();
  expect(obstacles(page)).toEqual([]);
  return page;
}

const send = (page: string, values: Record<string, string>) => browser.send(login(), page, values);

const codeIn = async (response: Promise<Response>) =>
  locationOf(await response, world.running.url).searchParams.get("code");

const choicesIn = (page: string) =>
  [...page.matchAll(/type="radio" name="\w+" value="([^"]*)"/g)].map(([, value]) => value);

const hiddenIn = (page: string, name: string) =>
  unescaped(new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "");

describe("the first factor", () => {
  const choice = {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"] } },
    WebAuthnRelyingPartyID: "localhost",
  };
  const choose = (username: string) =>
    shown(browser.submit(login(), { username, password: "", choose: "1" }));

  it("can be a one-time code, with the triggers of a sign-in on the pages", async () => {
    const silent = (event: unknown) => event;
    await start(choice, {
      triggers: { PreAuthentication: silent, PostAuthentication: silent, PreTokenGeneration: silent },
    });
    const { email } = await givenUser(world);
    const ways = await choose(email);
    expect(choicesIn(ways)).toEqual(["PASSWORD", "EMAIL_OTP"]);
    const question = await shown(send(ways, { ANSWER: "EMAIL_OTP" }));
    expect(question).toContain("p***@e***");
    const again = await shown(send(question, { EMAIL_OTP_CODE: "00000000" }));
    expect(await codeIn(send(again, { EMAIL_OTP_CODE: lastCode(world, email) }))).not.toBeNull();
    expect(sources(world)).toEqual([
      "PreAuthentication_Authentication",
      "PostAuthentication_Authentication",
      "TokenGeneration_HostedAuth",
    ]);
  });

  it("can be the password after all", async () => {
    await start(choice);
    const { email } = await givenUser(world);
    const question = await shown(send(await choose(email), { ANSWER: "PASSWORD" }));

    expect(await codeIn(send(question, { PASSWORD: password }))).not.toBeNull();
  });

  it("can be a passkey, on the only page with a script", async () => {
    await start(choice);
    const { email } = await givenUser(world);
    const { access: AccessToken } = await signIn(world, email);
    const key = passkey();
    const began = await world.cognito.send(new StartWebAuthnRegistrationCommand({ AccessToken }));
    const Credential = key.create(began.CredentialCreationOptions);
    await world.cognito.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }));
    const response = await send(await choose(email), { ANSWER: "WEB_AUTHN" });
    const policy = response.headers.get("content-security-policy") ?? "";
    const page = await response.text();
    expect(obstacles(page)).toEqual([]);
    expect(page).toContain("<noscript>");
    expect(page).toContain(`<script nonce="${/script-src 'nonce-([^']+)'/.exec(policy)?.[1]}">`);
    const without = await shown(send(page, {}));
    expect(without).toContain('role="alert">');
    const CREDENTIAL = key.get(hiddenIn(without, "options"), { origin: "http://localhost:3000" });

    expect(await codeIn(send(without, { CREDENTIAL }))).not.toBeNull();
  });

  it("is offered to an unknown name as it would be to a user of that name", async () => {
    await start(choice);
    const { email } = await givenUser(world);

    expect(choicesIn(await choose("nobody@example.com"))).toEqual(choicesIn(await choose(email)));
    const question = await shown(send(await choose("nobody@example.com"), { ANSWER: "EMAIL_OTP" }));
    expect(question).toContain("n***@e***");
    expect(world.messages).toEqual([]);
  });

  it("is the password where the client does not allow a choice", async () => {
    await start(choice, { client: hostedClient });
    const { email } = await givenUser(world);

    expect(await (await browser.open(login())).text()).not.toContain('name="choose"');
    const forced = await browser.submit(login(), { username: email, password: "", choose: "1" });
    expect(await alertOf(forced)).toBe("Incorrect username or password.");
  });
});

it("lets users choose among their second factors", async () => {
  await start({ MfaConfiguration: "OPTIONAL", EnabledMfas: ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"] });
  const { email, username: Username } = await givenUser(world);
  const { access: AccessToken } = await signIn(world, email);
  const { SecretCode = "" } = await world.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const UserCode = totp(SecretCode, world.clock.now());
  await world.cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
  const Enabled = { Enabled: true };
  await world.cognito.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: poolId,
      Username,
      SoftwareTokenMfaSettings: Enabled,
      EmailMfaSettings: Enabled,
    }),
  );
  const ways = await shown(browser.submit(login(), { username: email, password }));
  expect(choicesIn(ways)).toEqual(["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]);
  const question = await shown(send(ways, { ANSWER: "EMAIL_OTP" }));

  expect(await codeIn(send(question, { EMAIL_OTP_CODE: lastCode(world, email) }))).not.toBeNull();
});

describe("setting up a second factor that the pool demands", () => {
  it("shows the key of an authenticator app as text and as a link, and takes its code", async () => {
    await start({ MfaConfiguration: "ON", EnabledMfas: ["SOFTWARE_TOKEN_MFA"] });
    const { email } = await givenUser(world);
    const page = await shown(browser.submit(login(), { username: email, password }));
    const key = /<code>([A-Z2-7]+)<\/code>/.exec(page)?.[1] ?? "";
    const account = `people:${encodeURIComponent(email)}`;
    expect(unescaped(page)).toContain(`href="otpauth://totp/${account}?secret=${key}&issuer=people"`);
    const again = await shown(send(page, { USER_CODE: "000000", device: "" }));
    expect(again).toContain(key);
    const USER_CODE = totp(key, world.clock.now());
    expect(await codeIn(send(again, { USER_CODE, device: "phone" }))).not.toBeNull();
    const next = await shown(new Browser().submit(login(), { username: email, password }));

    expect(next).toContain("SOFTWARE_TOKEN_MFA_CODE");
  });

  it("takes a phone number only with the code that went there", async () => {
    await start({
      MfaConfiguration: "ON",
      EnabledMfas: ["SOFTWARE_TOKEN_MFA", "SMS_MFA"],
      SmsConfiguration: {},
    });
    const { email, username } = await givenUser(world);
    const read = async () => {
      const command = new AdminGetUserCommand({ UserPoolId: poolId, Username: username });
      const { UserAttributes = [], PreferredMfaSetting } = await world.cognito.send(command);
      return {
        PreferredMfaSetting,
        phone: UserAttributes.find(({ Name }) => Name === "phone_number")?.Value,
      };
    };
    const ways = await shown(browser.submit(login(), { username: email, password }));
    expect(choicesIn(ways)).toEqual(["SOFTWARE_TOKEN_MFA", "SMS_MFA"]);
    const ask = await shown(send(ways, { kind: "SMS_MFA" }));
    const wrong = await shown(send(ask, { address: "0612345678" }));
    expect(wrong).toContain("Invalid phone number format");
    const phone = "+31612345678";
    const question = await shown(send(wrong, { address: phone }));
    const again = await shown(send(question, { SMS_MFA_CODE: "000000" }));
    expect(await read()).toEqual({ PreferredMfaSetting: undefined, phone: undefined });
    expect(await codeIn(send(again, { SMS_MFA_CODE: lastCode(world, phone) }))).not.toBeNull();
    expect(await read()).toEqual({ PreferredMfaSetting: "SMS_MFA", phone });
  });

  it("takes an email address, for users who sign in by phone", async () => {
    await start({
      UsernameAttributes: ["phone_number"],
      AutoVerifiedAttributes: [],
      MfaConfiguration: "ON",
      EnabledMfas: ["EMAIL_OTP"],
    });
    const Username = "+31612345678";
    const created = { UserPoolId: poolId, Username, MessageAction: "SUPPRESS" as const };
    await world.cognito.send(new AdminCreateUserCommand(created));
    await world.cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username, Password: password, Permanent: true }),
    );
    const ask = await shown(browser.submit(login(), { username: Username, password }));
    const question = await shown(send(ask, { address: "ada@example.com" }));
    const EMAIL_OTP_CODE = lastCode(world, "ada@example.com");
    expect(await codeIn(send(question, { EMAIL_OTP_CODE }))).not.toBeNull();
    const next = await shown(new Browser().submit(login(), { username: Username, password }));

    expect(next).toContain("EMAIL_OTP_CODE");
  });
});

/** Authentication levels at the authorize endpoint: acr_values and max_age. */
import {
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, expect, it } from "@jest/globals";
import { totp } from "../totp.js";
import { givenUser, password, signIn, startWorld, type World } from "../world.js";
import { obstacles } from "./accessible.js";
import { alertOf, Browser, claimsOf, locationOf } from "./browser.js";
import { authorized, hostedClient, pageUrl, redeemed, signedIn } from "./hosted.js";

let world: World;
afterEach(() => world.close());

async function start(pool: Record<string, unknown> = {}) {
  const client = { ...hostedClient, ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] };
  const mfa = { MfaConfiguration: "OPTIONAL", EnabledMfas: ["SOFTWARE_TOKEN_MFA"] };
  world = await startWorld({ client, pool: { ...mfa, ...pool } });
}

const app = { acr_values: "urn:cognito:loa:4 urn:other" };
const strong = { acr: "urn:cognito:loa:4", amr: ["pwd", "otp", "mfa"] };

/** A user with an authenticator app that is not required at every sign-in. */
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

it("requires an authenticator app that no other sign-in requires, and records that in the tokens", async () => {
  await start();
  const { email, code } = await withApp();
  const browser = new Browser();
  const login = await authorized(world, browser, app);
  const question = await (await browser.submit(login.href, { username: email, password })).text();
  const back = await browser.send(login.href, question, { SOFTWARE_TOKEN_MFA_CODE: code() });
  const tokens = await redeemed(world, locationOf(back, login.href));

  expect(claimsOf(tokens.access_token)).toMatchObject(strong);
  expect(claimsOf(tokens.id_token ?? "")).toMatchObject(strong);
  const silent = await redeemed(world, await authorized(world, browser, { ...app, prompt: "none" }));
  expect(claimsOf(silent.access_token)).toMatchObject(strong);
  const plain = await redeemed(world, await authorized(world, browser));
  expect(claimsOf(plain.access_token)).not.toHaveProperty("acr");
});

it("requires only the missing factors from a signed-in user", async () => {
  await start();
  const { email, code } = await withApp();
  const browser = new Browser();
  await signedIn(world, browser, email);
  const refused = await authorized(world, browser, { ...app, prompt: "none" });
  expect(refused.searchParams.get("error")).toBe("login_required");
  const login = await authorized(world, browser, app);
  const page = await (await browser.open(login.href)).text();
  expect(obstacles(page)).toEqual([]);
  expect(page).toContain(`You are signed in as ${email}.`);
  const question = await (await browser.send(login.href, page, {})).text();
  expect(question).toContain("SOFTWARE_TOKEN_MFA_CODE");
  const back = await browser.send(login.href, question, { SOFTWARE_TOKEN_MFA_CODE: code() });
  const tokens = await redeemed(world, locationOf(back, login.href));

  expect(claimsOf(tokens.access_token)).toMatchObject(strong);
});

it("lets users choose another account instead", async () => {
  await start();
  const { email } = await withApp();
  const browser = new Browser();
  await signedIn(world, browser, email);
  const login = await authorized(world, browser, { ...app, prompt: "login" });

  expect(await (await browser.open(login.href)).text()).toContain('name="password"');
});

it("asks everything again when the last sign-in is older than max_age", async () => {
  await start();
  const { email } = await withApp();
  const browser = new Browser();
  await signedIn(world, browser, email);
  world.clock.forward(601_000);
  const login = await authorized(world, browser, { ...app, max_age: "600" });

  expect(await (await browser.open(login.href)).text()).toContain('name="password"');
});

it("keeps the time of the sign-in in tokens of the browser's session", async () => {
  await start();
  const { email } = await givenUser(world);
  const browser = new Browser();
  const first = await redeemed(world, await signedIn(world, browser, email));
  world.clock.forward(600_000);
  const later = await redeemed(world, await authorized(world, browser));
  const { auth_time: authTime } = claimsOf(first.access_token) as { auth_time: number };

  expect(claimsOf(later.access_token)).toMatchObject({ auth_time: authTime });
});

it("shows on the page that the user has no factors for the level", async () => {
  await start();
  const { email } = await givenUser(world);
  const login = await authorized(world, new Browser(), { acr_values: "urn:cognito:loa:4" });

  expect(await alertOf(await new Browser().submit(login.href, { username: email, password }))).toBe(
    "The user has no factors that reach the requested authentication level.",
  );
});

it("refuses a list without a level of the pool, and passes over all of them in the Lite plan", async () => {
  await start();
  const more = { acr_values: "urn:other" };
  expect((await authorized(world, new Browser(), more)).searchParams.get("error")).toBe("invalid_request");
  await world.close();
  await start({ UserPoolTier: "LITE" });
  const { email } = await givenUser(world);
  const tokens = await redeemed(world, await signedIn(world, new Browser(), email, app));

  expect(claimsOf(tokens.access_token)).not.toHaveProperty("acr");
});

it("does not finish a sign-in for another level than it began for", async () => {
  await start();
  const { email, code } = await withApp();
  const browser = new Browser();
  const strongUrl = pageUrl(world, "login", app);
  const question = await (await browser.submit(strongUrl, { username: email, password })).text();
  const answer = { SOFTWARE_TOKEN_MFA_CODE: code() };
  const elsewhere = await browser.send(pageUrl(world, "login", { nonce: "other" }), question, answer);

  expect(elsewhere.headers.get("location")).toBeNull();
});

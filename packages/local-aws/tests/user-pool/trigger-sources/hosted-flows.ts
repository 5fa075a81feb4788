/** Flows on the pages of the pool. */
import { Browser, locationOf } from "../oauth/browser.js";
import { authorized, pageUrl, redeemed, signedIn as signedInAt } from "../oauth/hosted.js";
import { givenUser, lastCode, password, type World } from "../world.js";
import { type FlowRow, postAuthentication, preAuthentication, row } from "./flow-row.js";
import { anyUser, newcomer, preferMfa, unconfirmed } from "./steps.js";

const hosted = "TokenGeneration_HostedAuth";

/** Up to the tokens. */
export const onPage = async (world: World, name: string, browser = new Browser()) => {
  const tokens = await redeemed(world, await signedInAt(world, browser, name));
  if (tokens.error !== undefined) throw new Error(tokens.error);
  return tokens;
};

const submitted = async (world: World, page: string, values: Record<string, string>) => {
  const response = await new Browser().submit(pageUrl(world, page), values);
  return locationOf(response, world.running.url);
};

/** The form comes again. */
const refusedOnPage = async (world: World, username: string, given: string) => {
  const browser = new Browser();
  const login = await authorized(world, browser);
  const { status } = await browser.submit(login.href, { username, password: given });
  if (status !== 400) throw new Error(`answered ${status}`);
};

const withCode = async (world: World) => {
  const { email } = await givenUser(world);
  await preferMfa(world, email, { EmailMfaSettings: { Enabled: true } });
  return email;
};

async function byCodeOnPage(world: World, username: string) {
  const browser = new Browser();
  const login = await authorized(world, browser);
  const page = await (await browser.submit(login.href, { username, password })).text();
  const hidden = (name: string) => new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page)?.[1] ?? "";
  const EMAIL_OTP_CODE = lastCode(world, username);
  const answer = { _csrf: hidden("_csrf"), session: hidden("session"), EMAIL_OTP_CODE };
  return redeemed(world, locationOf(await browser.open(login.href, answer), world.running.url));
}

const forgetful = async (world: World) => {
  const { email } = await givenUser(world);
  await submitted(world, "forgotPassword", { username: email });
  return email;
};

export const hostedFlows: readonly FlowRow[] = [
  row(
    "signing in on the page",
    [preAuthentication, postAuthentication, hosted],
    anyUser,
    (world, { email }) => onPage(world, email),
  ),
  row(
    "an application that asks again within the hour",
    [hosted],
    async (world) => {
      const browser = new Browser();
      await onPage(world, (await givenUser(world)).email, browser);
      return browser;
    },
    async (world, browser) => redeemed(world, await authorized(world, browser)),
  ),
  row("a wrong password on the page", [preAuthentication], anyUser, (world, { email }) =>
    refusedOnPage(world, email, "Wrong-Horse-1"),
  ),
  row(
    "an unknown name on the page",
    [preAuthentication, "UserMigration_Authentication"],
    () => newcomer(),
    (world, name) => refusedOnPage(world, name, password),
  ),
  row(
    "signing in on the page as a legacy user",
    [
      preAuthentication,
      "UserMigration_Authentication",
      "PreSignUp_AdminCreateUser",
      postAuthentication,
      hosted,
    ],
    () => newcomer("legacy"),
    (world, name) => onPage(world, name),
  ),
  row(
    "signing in on the page with a code",
    [preAuthentication, "CustomMessage_Authentication", postAuthentication, hosted],
    withCode,
    byCodeOnPage,
  ),
  row(
    "signing up on the page",
    ["PreSignUp_SignUp", "CustomMessage_SignUp"],
    () => newcomer(),
    (world, username) => submitted(world, "signup", { username, password }),
  ),
  row("confirming on the page", ["PostConfirmation_ConfirmSignUp"], unconfirmed, (world, username) =>
    submitted(world, "confirmUser", { username, code: lastCode(world, username) }),
  ),
  row("a forgotten password on the page", ["CustomMessage_ForgotPassword"], anyUser, (world, { email }) =>
    submitted(world, "forgotPassword", { username: email }),
  ),
  row(
    "a new password on the page",
    ["PostConfirmation_ConfirmForgotPassword"],
    forgetful,
    (world, username) =>
      submitted(world, "confirmForgotPassword", {
        username,
        code: lastCode(world, username),
        password: "Another-Horse-2",
      }),
  ),
];

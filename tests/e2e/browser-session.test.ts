/** Sessions of browsers on the whole stack: a cookie without tokens. */
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  GetUserCommand,
  ListUserPoolClientsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { CREDENTIALS, castLegacyActor, type LegacyActor } from "../../local/story/cast.js";
import { type Browser, browserOf } from "./browser.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let actor: LegacyActor;
let browser: Browser;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());
beforeEach(async () => {
  actor = await castLegacyActor(stack.describe());
  browser = browserOf(stack.describe().urls.site);
});

const SESSION = "__Host-Http-session";
const signIn = (from = browser, wish: object = {}) => {
  const { email, password } = actor;
  return from.call("POST", "/api/account/signin", { email, password, ...wish });
};
const post = (path: string, body: unknown = {}) => browser.call("POST", `/api/account/${path}`, body);
const get = (path: string) => browser.call("GET", path);

describe("a browser that signs in", () => {
  it("for the first time, migrates its user and gets a cookie that opens the API, and no token", async () => {
    const answer = await signIn();
    expect(answer).toMatchObject({
      status: 200,
      body: { status: "signed_in", session: { user_id: actor.userId, email: actor.email } },
    });
    expect(JSON.stringify([answer.body, answer.cookies])).not.toContain("eyJ");
    expect((await get("/api/account/me")).body).toMatchObject({ user_id: actor.userId, email: actor.email });
    expect((await get("/api/account/session")).body).toMatchObject({
      status: "signed_in",
      session: { user_id: actor.userId, account: { system_account_id: "acct_northwind", role: "Admin" } },
    });
  });

  it("acts in its account, in pages of the site only", async () => {
    await signIn();
    const path = "/api/accounts/acct_northwind/invitations";
    const invitation = { email: "new@example.com", role: "Viewer" };
    const forged = { "sec-fetch-site": "cross-site", origin: "https://evil.example.com" };
    expect((await browser.call("POST", path, invitation, forged)).status).toBe(403);
    expect((await browser.call("POST", path, invitation, { "x-csrf": "0" })).status).toBe(403);
    expect((await browser.call("POST", path, invitation)).status).toBe(202);
    expect((await get("/api/accounts/acct_globex/members")).status).toBe(403);
  });

  it("changes its account, which the next refresh puts into session and cookie", async () => {
    await signIn();
    const made = await browser.call("POST", "/api/accounts", { name: "Initech" });
    const account = String(made.body.system_account_id);
    expect((await post("active", { account_id: account })).status).toBe(200);
    expect((await post("refresh")).body).toMatchObject({
      session: { account: { system_account_id: account, role: "Admin" } },
    });
    expect(await browser.cookie(SESSION)).toMatch(new RegExp(`\\.${account}$`));
    expect((await get("/api/account/me")).body).toMatchObject({ account: { system_account_id: account } });
  });

  it("signs out, and so ends the sessions of the user in every browser", async () => {
    const other = browserOf(stack.describe().urls.site);
    await signIn();
    await signIn(other);
    const before = await browser.cookie(SESSION);
    expect((await post("signout")).status).toBe(204);
    expect(await browser.cookie(SESSION)).toBeUndefined();
    expect((await get("/api/account/session")).body).toEqual({ status: "signed_out" });
    expect((await other.call("GET", "/api/account/me")).status).toBe(401);
    expect((await other.call("POST", "/api/account/refresh", {})).status).toBe(401);
    await browser.jar.setCookie(
      `${SESSION}=${before}; Path=/; Secure; HttpOnly; SameSite=Strict`,
      stack.describe().urls.site,
    );
    expect((await get("/api/account/me")).status).toBe(401);
    await stack.settled();
    const events = await deliveredEvents(stack.describe());
    expect(JSON.stringify(events)).not.toContain(before?.split(".")[0]);
  });

  it("refreshes in ten tabs at once", async () => {
    await signIn(browser, { remember: true });
    const answers = await Promise.all(Array.from({ length: 10 }, () => post("refresh")));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect((await get("/api/account/me")).status).toBe(200);
    expect((await post("refresh")).status).toBe(200);
  });
});

it("tokens of applications cannot act on the user at Cognito, and still open the API", async () => {
  const { urls, region, pool } = stack.describe();
  const { email, password } = actor;
  const answer = await fetch(`${urls.site}/api/account/signin`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const { scope, client_id } = JSON.parse(
    Buffer.from(token.split(".")[1] ?? "", "base64url").toString(),
  ) as Record<string, string>;
  expect(scope?.split(" ")).toEqual(expect.arrayContaining(["identity/self"]));
  expect(scope).not.toContain("aws.cognito.signin.user.admin");
  const cognito = new CognitoIdentityProviderClient({
    endpoint: urls.cognito,
    region,
    credentials: CREDENTIALS,
  });
  const { UserPoolClient } = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: pool.id, ClientId: client_id }),
  );
  expect(UserPoolClient?.ClientName).toBe("token-sessions");
  await expect(cognito.send(new GetUserCommand({ AccessToken: token }))).rejects.toMatchObject({
    name: "NotAuthorizedException",
  });
  const { UserPoolClients = [] } = await cognito.send(
    new ListUserPoolClientsCommand({ UserPoolId: pool.id }),
  );
  expect(UserPoolClients.map(({ ClientName }) => ClientName)).toContain("auth-endpoints");
  const me = await fetch(`${urls.site}/api/account/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(me.status).toBe(200);
});

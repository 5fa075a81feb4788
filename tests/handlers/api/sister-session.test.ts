import { describe, expect, it } from "@jest/globals";
import { session as sessionFunction } from "../../../handlers/api/session.js";
import { tokenValidate } from "../../../handlers/api/token-validate.js";
import { authorizer } from "../../../handlers/authorizer.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import { authApi, bodyOf } from "../../support/auth-api.js";
import { browserClient } from "../../support/browser-client.js";
import { authorizerEvent, httpEvent } from "../../support/http-events.js";
import { accountOf, membershipOf, profileOf, SUB } from "../../support/users.js";

const tokens = memorySession("usr_ada", SUB);
const session = { ...tokens, principal: { ...tokens.principal, activeAccountId: "acc-1" } };
const SITE = { origin: "https://id.example.com", sisters: ["https://cms.example.com"] };
const NAME = "__Secure-sister-session";
const ATTRIBUTES = "Domain=example.com; Path=/; Secure; HttpOnly; SameSite=Lax";

const world = ({ sisterDomain }: { sisterDomain?: string } = { sisterDomain: "example.com" }) => {
  const { ports, call } = authApi(
    {
      signIn: { kind: "session", session },
      refresh: { kind: "session", session: { ...session, refreshToken: "refresh-token-2" } },
      profiles: [profileOf({ userId: "usr_ada" })],
      accounts: [accountOf({ systemAccountId: "acc-1" }), accountOf({ systemAccountId: "acc-2" })],
      memberships: [membershipOf({ userId: "usr_ada", systemAccountId: "acc-1", role: "Admin" })],
    },
    { site: { ...SITE, sisterDomain } },
  );
  let cookie: string | undefined;
  const noted: typeof call = async (event) => {
    const answer = await call(event);
    const set = answer.cookies?.find((each) => each.startsWith(`${NAME}=`));
    if (set !== undefined) cookie = set;
    return answer;
  };
  const browser = browserClient(noted);
  const introspect = async (token: string, more = "") => {
    const event = httpEvent("POST /api/token/validate", {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `token=${encodeURIComponent(token)}${more}`,
    });
    const iam = { userArn: "arn:aws:iam::111122223333:role/cms" };
    const signed = { ...event, requestContext: { ...event.requestContext, authorizer: { iam } } };
    return bodyOf(await tokenValidate(ports)(signed as never));
  };
  return {
    ...{ ports, browser, introspect },
    setCookie: () => cookie,
    sister: () => cookie?.slice(NAME.length + 1).split(";")[0] ?? "",
  };
};

const ACTIVE = {
  active: true,
  sub: SUB,
  username: SUB,
  scope: "",
  exp: Date.parse("2025-01-01T00:15:00Z") / 1000,
  user_id: "usr_ada",
  email: "ada@example.com",
};

describe("the cookie of sister sites", () => {
  it("is set on the parent domain beside that of the session, with another id", async () => {
    const { browser, setCookie, sister } = world();
    await browser.signIn();
    expect(setCookie()).toBe(`${NAME}=${sister()}; ${ATTRIBUTES}`);
    expect(sister()).toMatch(/^sister\.[\w-]{43}\.[\w-]{43}\.usr_ada$/);
    const [, id = ""] = /=([\w-]{43})\./.exec(browser.cookie() ?? "") ?? [];
    expect(sister()).not.toContain(id);
  });

  it("is kept by a remembered session as long as that, and by a refresh", async () => {
    const { browser, setCookie, sister } = world();
    await browser.signIn({ remember: true });
    expect(setCookie()).toBe(`${NAME}=${sister()}; ${ATTRIBUTES}; Max-Age=2592000`);
    const before = sister();
    await browser.refresh();
    expect(sister()).toBe(before);
  });

  it("is not set without the setting", async () => {
    const { browser, setCookie } = world({});
    await browser.signIn();
    expect(setCookie()).toBeUndefined();
  });

  it("is cleared by a sign-out, with the same attributes", async () => {
    const { browser, setCookie, introspect, sister } = world();
    await browser.signIn();
    const before = sister();
    await browser.signOut();
    expect(setCookie()).toBe(`${NAME}=; ${ATTRIBUTES}; Max-Age=0`);
    expect(await introspect(before)).toEqual({ active: false });
  });
});

describe("introspection of that cookie", () => {
  const account = { system_account_id: "acc-1", role: "Admin" };

  it.each([
    ["in the active account", "", account],
    ["in the account that the sister names", "&account_id=acc-1", account],
  ])("tells who is signed in %s", async (_, more, expected) => {
    const { browser, introspect, sister } = world();
    await browser.signIn();
    expect(await introspect(sister(), more)).toMatchObject({ ...ACTIVE, account: expected });
  });

  it("tells nothing about an account without the user", async () => {
    const { browser, introspect, sister } = world();
    await browser.signIn();
    expect(await introspect(sister(), "&account_id=acc-2")).toEqual({ active: false });
  });

  it("ends with the validity of the session, which only a page can refresh", async () => {
    const { browser, introspect, sister, ports } = world();
    await browser.signIn();
    ports.clock.advance(899_000);
    expect(await introspect(sister())).toMatchObject({ active: true });
    ports.clock.advance(1_000);
    expect(await introspect(sister())).toEqual({ active: false });
    await browser.refresh();
    expect(await introspect(sister())).toMatchObject({ active: true });
  });

  it("ends with all sessions of the user, and with the user", async () => {
    const { browser, introspect, sister, ports } = world();
    await browser.signIn();
    await ports.sessions.endAllOf("usr_ada");
    expect(await introspect(sister())).toEqual({ active: false });
  });

  it.each<[string, (cookie: string) => string]>([
    [
      "another id",
      (cookie) =>
        cookie.replace(/^sister\.[\w-]/, (start) => `${start.slice(0, 7)}${start.endsWith("A") ? "B" : "A"}`),
    ],
    ["another user", (cookie) => cookie.replace("usr_ada", "usr_grace")],
    ["another session", (cookie) => cookie.replace(/[\w-]{43}\.usr_ada/, `${"x".repeat(43)}.usr_ada`)],
    ["no id", (cookie) => cookie.replace(/^sister\.[\w-]{43}/, "sister.")],
    ["the row's digest as id", (cookie) => cookie.replace(/^sister\.[\w-]{43}\.([\w-]{43})/, "sister.$1.$1")],
    ["two cookies in one", (cookie) => `${cookie}, ${cookie}`],
  ])("refuses %s", async (_, forge) => {
    const { browser, introspect, sister } = world();
    await browser.signIn();
    const forged = forge(sister());
    expect(forged).not.toBe(sister());
    expect(await introspect(forged)).toEqual({ active: false });
  });

  it("refuses the session's own cookie", async () => {
    const { browser, introspect } = world();
    await browser.signIn();
    const [, value = ""] = browser.cookie()?.split("=") ?? [];
    expect(await introspect(value)).toEqual({ active: false });
  });
});

describe("that cookie opens nothing else", () => {
  it.each<[string, (cookie: string) => object]>([
    ["as a cookie", (cookie) => ({ cookies: [`${NAME}=${cookie}`] })],
    ["as the session's cookie", (cookie) => ({ cookies: [`__Host-Http-session=${cookie}`] })],
    [
      "as its parts",
      (cookie) => ({ cookies: [`__Host-Http-session=${cookie.split(".")[1]}.usr_ada.acc-1`] }),
    ],
    ["as a bearer token", (cookie) => ({ headers: { authorization: `Bearer ${cookie}` } })],
    ["as an API key", (cookie) => ({ headers: { "x-api-key": cookie } })],
  ])("at the authorizer, %s", async (_, shown) => {
    const { browser, sister, ports } = world();
    await browser.signIn();
    await expect(authorizer(ports)(authorizerEvent(shown(sister())))).rejects.toThrow("Unauthorized");
  });

  it("at the session's own endpoints", async () => {
    const { browser, sister, ports, introspect } = world();
    await browser.signIn();
    const cookie = sister();
    const asked = httpEvent("GET /api/account/session", { cookies: [`__Host-Http-session=${cookie}`] });
    expect(bodyOf(await sessionFunction(ports)(asked))).toEqual({ status: "signed_out" });
    browser.use(`__Host-Http-session=${cookie}`);
    expect((await browser.refresh()).statusCode).toBe(401);
    expect(await introspect(cookie)).toMatchObject({ active: true });
  });
});

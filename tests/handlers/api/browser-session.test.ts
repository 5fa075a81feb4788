import { describe, expect, it } from "@jest/globals";
import { session as sessionFunction } from "../../../handlers/api/session.js";
import { AuthError } from "../../../shared/domain/errors.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import { authApi, bodyOf, ROUTES } from "../../support/auth-api.js";
import { browserClient, FROM_SITE, sessionCookieIn } from "../../support/browser-client.js";
import { httpEvent, jsonEvent } from "../../support/http-events.js";
import { asDescribed } from "../../support/openapi.js";
import { accountOf, membershipOf, profileOf, SUB } from "../../support/users.js";

const tokens = memorySession("usr_ada", SUB);
const inAccount = {
  ...tokens,
  principal: { ...tokens.principal, activeAccountId: "acc-1" },
  facts: {
    email: "ada@example.com",
    account: { systemAccountId: "acc-1", visibleAccountId: "ACME", cellId: "cell-1", role: "Admin" },
  },
};
const seed = {
  signIn: { kind: "session", session: inAccount },
  refresh: { kind: "session", session: { ...inAccount, refreshToken: "refresh-token-2" } },
  profiles: [profileOf({ userId: "usr_ada" })],
  accounts: [accountOf({ systemAccountId: "acc-1" })],
  memberships: [membershipOf({ userId: "usr_ada", systemAccountId: "acc-1", role: "Admin" })],
} as const;
const world = (change: Parameters<typeof authApi>[0] = {}, overrides: Parameters<typeof authApi>[1] = {}) => {
  const { ports, call } = authApi({ ...seed, ...change }, overrides);
  const describing = asDescribed(sessionFunction({ ...ports, ...overrides }));
  const browser = browserClient(call);
  return {
    ...{ ports, call, browser },
    described: async (cookies = [browser.cookie() ?? ""]) =>
      bodyOf(await describing(httpEvent("GET /api/account/session", { cookies }))),
  };
};

describe("a sign-in of a browser", () => {
  it("sets a cookie with an id, the user and the account, and shows no token", async () => {
    const { browser, ports } = world();
    const answer = await browser.signIn();
    expect(answer.statusCode).toBe(200);
    expect(sessionCookieIn(answer)).toMatch(
      /^__Host-Http-session=[\w-]{43}\.usr_ada\.acc-1; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    );
    expect(bodyOf(answer)).toEqual({
      status: "signed_in",
      session: {
        user_id: "usr_ada",
        email: "ada@example.com",
        account: { system_account_id: "acc-1", visible_account_id: "ACME", cell_id: "cell-1", role: "Admin" },
        remembered: false,
        valid_until: "2025-01-01T00:15:00.000Z",
        idle_until: "2025-01-01T01:00:00.000Z",
        ends_at: "2025-01-01T12:00:00.000Z",
      },
    });
    expect(JSON.stringify(answer)).not.toMatch(/access-token|id-token|refresh-token/);
    const [event] = ports.audit.events.filter(({ type }) => type === "signin.succeeded");
    const [summary] = await ports.sessions.list("usr_ada");
    expect(event?.details.sessionId).toBe(summary?.sessionId);
    expect(JSON.stringify([ports.audit.events, summary])).not.toContain(browser.cookie()?.split(/[=.]/)[1]);
  });

  it("that is remembered gets a cookie that outlives the browser", async () => {
    const { browser } = world();
    const answer = await browser.signIn({ remember: true });
    expect(sessionCookieIn(answer)).toMatch(/; SameSite=Strict; Max-Age=2592000$/);
    expect(browser.sessionOf(answer)).toMatchObject({
      remembered: true,
      ends_at: "2025-01-31T00:00:00.000Z",
    });
  });

  it("whose session cannot be stored fails, and its tokens are revoked", async () => {
    const { browser, ports } = world();
    const create = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const broken = world({}, { browserSessions: { ...ports.browserSessions, create } });
    expect((await broken.browser.signIn()).statusCode).toBe(503);
    expect(broken.browser.cookie()).toBeUndefined();
    expect(broken.ports.userPool.revoked).toEqual(["refresh-token"]);
    expect((await browser.signIn()).statusCode).toBe(200);
  });

  it.each<[string, object, Record<string, string>, number, string, string[] | undefined]>([
    [
      "another site",
      { session: "cookie" },
      { "sec-fetch-site": "cross-site", "x-csrf": "1" },
      403,
      "cross_site",
      undefined,
    ],
    [
      "a sister site that is not configured",
      {},
      { "sec-fetch-site": "same-site", origin: "https://evil.example.com", "x-csrf": "1" },
      403,
      "cross_site",
      undefined,
    ],
    [
      "a page without the static header",
      {},
      { "sec-fetch-site": "same-origin" },
      403,
      "cross_site",
      undefined,
    ],
    ["no page at all", { session: "cookie" }, { "x-csrf": "1" }, 403, "cross_site", undefined],
    [
      "an old browser on another site",
      { session: "cookie" },
      { origin: "https://evil.example.com", "x-csrf": "1" },
      403,
      "cross_site",
      undefined,
    ],
    [
      "a page of the site that wants tokens",
      { session: "token" },
      FROM_SITE,
      400,
      "invalid_request",
      ["session"],
    ],
    [
      "a page of the site in an old browser that wants tokens",
      { session: "token" },
      { origin: "https://identity.example.com" },
      400,
      "invalid_request",
      ["session"],
    ],
    [
      "tokens that are remembered",
      { session: "token", remember: true },
      {},
      400,
      "invalid_request",
      ["remember"],
    ],
  ])("from %s is refused before a password is checked", async (_, wish, headers, status, code, fields) => {
    const { ports, browser } = world();
    const answer = await browser.send(
      ROUTES.signIn,
      { email: "ada@example.com", password: "Pass-1234", ...wish },
      { headers },
    );
    expect([answer.statusCode, bodyOf(answer).code, bodyOf(answer).fields]).toEqual([status, code, fields]);
    expect(answer.cookies).toBeUndefined();
    expect(ports.audit.events).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    [
      "a configured sister site",
      { "sec-fetch-site": "same-site", origin: "https://cms.example.com", "x-csrf": "1" },
    ],
    [
      "a browser without Sec-Fetch-Site, with our origin",
      { origin: "https://identity.example.com", "x-csrf": "1" },
    ],
  ])("from %s is accepted", async (_, headers) => {
    const { browser } = world();
    const answer = await browser.send(
      ROUTES.signIn,
      { email: "ada@example.com", password: "Pass-1234", session: "cookie" },
      { headers },
    );
    expect(answer.statusCode).toBe(200);
  });

  it.each([
    ["cookie", { session: "token" }, {}],
    ["token", { session: "cookie" }, FROM_SITE],
  ] as const)("in the other mode than the stage's only one, %s, is refused", async (mode, wish, headers) => {
    const { browser } = world({}, { sessionModes: [mode] });
    const answer = await browser.send(
      ROUTES.signIn,
      { email: "ada@example.com", password: "Pass-1234", ...wish },
      { headers },
    );
    expect([answer.statusCode, bodyOf(answer).fields]).toEqual([400, ["session"]]);
  });
});

describe("a refresh of a browser", () => {
  it("extends the session, keeps its id, and is audited", async () => {
    const { browser, ports, described } = world();
    await browser.signIn();
    const before = browser.cookie();
    ports.clock.advance(16 * 60_000);
    expect(await described()).toEqual({ status: "refresh_due" });
    const answer = await browser.refresh();
    expect(answer.statusCode).toBe(200);
    expect(browser.cookie()).toBe(before);
    expect(browser.sessionOf(answer)).toMatchObject({
      valid_until: "2025-01-01T00:31:00.000Z",
      idle_until: "2025-01-01T01:16:00.000Z",
      ends_at: "2025-01-01T12:00:00.000Z",
    });
    expect(await described()).toMatchObject({ status: "signed_in", session: { user_id: "usr_ada" } });
    expect(ports.audit.events.map(({ type }) => type)).toContain("session.refreshed");
  });

  it("in ten tabs at once answers all of them, and stores one state", async () => {
    const { browser, ports } = world();
    await browser.signIn();
    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.refresh()));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map((answer) => sessionCookieIn(answer))).size).toBe(1);
    const [summary] = await ports.sessions.list("usr_ada");
    const key = { sessionId: summary?.sessionId ?? "", userId: "usr_ada" };
    expect(await ports.browserSessions.find(key)).toMatchObject({ version: 2, ended: false });
  });

  it("after the idle time, or after the longest time, is refused, whatever was done before", async () => {
    const { browser, ports, described } = world();
    await browser.signIn();
    ports.clock.advance(3_600_000);
    expect(await described()).toEqual({ status: "signed_out" });
    expect((await browser.refresh()).statusCode).toBe(401);

    await browser.signIn();
    for (let hour = 0; hour < 23; hour += 1) {
      ports.clock.advance(31 * 60_000);
      expect((await browser.refresh()).statusCode).toBe(200);
    }
    ports.clock.advance(31 * 60_000);
    expect((await browser.refresh()).statusCode).toBe(401);
  });

  it.each(["expired", "reused", "suspended"] as const)(
    "that the pool refuses as %s ends the session",
    async (reason) => {
      const { browser, ports, described } = world({ refresh: { kind: "refused", reason } });
      await browser.signIn();
      expect([(await browser.refresh()).statusCode, await described()]).toEqual([
        401,
        { status: "signed_out" },
      ]);
      expect(await ports.sessions.list("usr_ada")).toEqual([]);
    },
  );

  it("while the pool is down answers 503, and the session stays", async () => {
    const { ports } = world();
    const refresh = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const down = world({}, { userPool: { ...ports.userPool, refresh, signIn: ports.userPool.signIn } });
    await down.browser.signIn();
    expect([(await down.browser.refresh()).statusCode, (await down.described()).status]).toEqual([
      503,
      "signed_in",
    ]);
  });

  it("without proof of its origin is refused, and changes nothing", async () => {
    const { browser, described } = world();
    await browser.signIn();
    const without: Record<string, string>[] = [
      {},
      { "x-csrf": "1" },
      { "sec-fetch-site": "same-site", "x-csrf": "1" },
    ];
    for (const headers of without) {
      expect((await browser.refresh({ headers })).statusCode).toBe(403);
      expect((await browser.signOut({ headers })).statusCode).toBe(403);
    }
    expect(await described()).toMatchObject({ status: "signed_in" });
  });
});

describe("a cookie that was changed", () => {
  const id = (cookie: string) => cookie.split(/[=.]/)[1] ?? "";
  it.each<[string, (cookie: string) => string, string]>([
    ["another account, of which the user is no member", (own) => own.replace("acc-1", "acc-2"), "signed_in"],
    ["no account", (own) => own.replace(".acc-1", "."), "signed_in"],
    ["another user", (own) => own.replace("usr_ada", "usr_grace"), "signed_out"],
    ["another id", (own) => own.replace(id(own), "x".repeat(43)), "signed_out"],
    ["a longer id", (own) => own.replace(id(own), `${id(own)}A`), "signed_out"],
    ["no form at all", () => "__Host-Http-session=garbage", "signed_out"],
    ["8 KB", () => `__Host-Http-session=${"x".repeat(8192)}`, "signed_out"],
  ])("to %s shows what the row says", async (_, change, status) => {
    const { browser, described } = world();
    await browser.signIn();
    const shown = await described([change(browser.cookie() ?? "")]);
    expect(shown.status).toBe(status);
    if (status === "signed_in")
      expect(shown).toMatchObject({ session: { account: { system_account_id: "acc-1" } } });
  });

  it("to two of the name, as a sister site can toss them, signs nobody in", async () => {
    const { browser, described, call } = world();
    await browser.signIn();
    const own = browser.cookie() ?? "";
    const tossed = `__Host-Http-session=${"x".repeat(43)}.usr_eve.`;
    for (const cookies of [[own, tossed], [tossed, own], [`${tossed}; ${own}`]]) {
      expect(await described(cookies)).toEqual({ status: "signed_out" });
      const refreshed = await call(jsonEvent(ROUTES.refresh, {}, { cookies, headers: FROM_SITE }));
      expect(refreshed.statusCode).toBe(401);
    }
    expect(await described()).toMatchObject({ status: "signed_in" });
  });
});

describe("a sign-out of a browser", () => {
  it("that failed at the pool is completed by the next one", async () => {
    const { ports } = world();
    let down = true;
    const endSessions = async () => {
      if (down) throw new AuthError("temporarily_unavailable");
    };
    const userPool = { ...ports.userPool, signIn: async () => seed.signIn, endSessions };
    const failing = world({}, { userPool });
    await failing.browser.signIn();
    const cookie = failing.browser.cookie() ?? "";
    expect((await failing.browser.signOut()).statusCode).toBe(503);
    down = false;
    failing.browser.use(cookie);
    expect((await failing.browser.signOut()).statusCode).toBe(204);
    expect(ports.userPool.revoked).toEqual(["refresh-token"]);
    expect(failing.ports.audit.events.map(({ type }) => type)).toContain("signout.completed");
  });

  it("ends all sessions of the user, revokes the tokens and clears the cookie", async () => {
    const { browser, ports, described } = world();
    await browser.signIn();
    const before = browser.cookie() ?? "";
    const answer = await browser.signOut();
    expect([answer.statusCode, sessionCookieIn(answer)]).toEqual([
      204,
      "__Host-Http-session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0",
    ]);
    expect(ports.userPool.revoked).toEqual(["refresh-token"]);
    expect(await described([before])).toEqual({ status: "signed_out" });
    expect(ports.audit.events.map(({ type }) => type)).toContain("signout.completed");
    browser.use(before);
    expect((await browser.signOut()).statusCode).toBe(204);
    expect((await browser.refresh()).statusCode).toBe(401);
  });
});

describe("a sign-in in a browser that has a session", () => {
  it("ends that session, and no other one of the user", async () => {
    const { browser, call, described, ports } = world();
    const other = browserClient(call);
    await other.signIn();
    await browser.signIn();
    const before = browser.cookie() ?? "";
    await browser.signIn();
    expect(browser.cookie()).not.toBe(before);
    expect(await described([before])).toEqual({ status: "signed_out" });
    expect(await described()).toMatchObject({ status: "signed_in" });
    expect(await described([other.cookie() ?? ""])).toMatchObject({ status: "signed_in" });
    const ended = ports.audit.events.filter(({ type }) => type === "signout.completed");
    expect(ended).toMatchObject([{ details: { reason: "replaced", userId: "usr_ada" } }]);
    expect(JSON.stringify(ended)).not.toContain(before.split(/[=.]/)[1]);
  });

  it("succeeds if the earlier session cannot be ended, or was invented", async () => {
    const { browser, call, ports } = world({}, {});
    await browser.signIn();
    const held = browser.cookie() ?? "";
    const failing = authApi(seed, {
      browserSessions: {
        ...ports.browserSessions,
        find: () => Promise.reject(new AuthError("temporarily_unavailable")),
      },
    });
    const second = browserClient(failing.call);
    second.use(held);
    expect((await second.signIn()).statusCode).toBe(200);
    expect(failing.ports.metrics.counted).toContain("session_not_replaced");
    const third = browserClient(call);
    third.use(`__Host-Http-session=${"x".repeat(43)}.usr_ada.acc-1`);
    expect((await third.signIn()).statusCode).toBe(200);
  });
});

import { describe, expect, it } from "@jest/globals";
import { authorizer } from "../../handlers/authorizer.js";
import { cachedAccessRecords } from "../../shared/adapters/node/access-cache.js";
import type { BrowserSession } from "../../shared/domain/browser-session.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import { FROM_SITE } from "../support/browser-client.js";
import { givenBrowserSession } from "../support/browser-sessions.js";
import { authorizerEvent } from "../support/http-events.js";
import { accountOf, membershipOf, NOW, principalOf, profileOf, SUB } from "../support/users.js";

const seed: MemorySeed = {
  now: NOW,
  tokens: { good: principalOf({ userId: "usr_grace", activeAccountId: "acc-2" }) },
  profiles: [profileOf(), profileOf({ userId: "usr_grace", email: "grace@example.com" })],
  accounts: [accountOf(), accountOf({ systemAccountId: "acc-2" })],
  memberships: [membershipOf(), membershipOf({ userId: "usr_grace", systemAccountId: "acc-2" })],
};
type Change = Parameters<typeof authorizerEvent>[0];
const world = async (change: Partial<BrowserSession> = {}, hint?: string) => {
  const ports = memoryPorts(seed);
  const cookie = await givenBrowserSession(ports, change, hint);
  const ask = async (asked: Change = {}, over: Partial<MemoryPorts> = {}) =>
    authorizer({ ...ports, ...over })(authorizerEvent({ cookies: [cookie], ...asked })).catch(
      (error: Error) => error.message,
    );
  return { ports, cookie, ask };
};
const context = (over: object = {}) => ({
  isAuthorized: true,
  context: {
    ...{ user_id: "usr_ada", username: SUB, email: "ada@example.com", sub: SUB, key_id: "" },
    ...{ system_account_id: "acc-1", visible_account_id: "A-1001", cell_id: "cell-7", role: "Manager" },
    ...{ scopes: "aws.cognito.signin.user.admin", credential: "cookie" },
    session_id: expect.stringMatching(/^[\w-]{43}$/),
    ...over,
  },
});

describe("the cookie of a session", () => {
  it("admits a member, without a call to the pool", async () => {
    const { ask, ports } = await world();
    expect(await ask()).toEqual(context());
    expect(ports.metrics.counted).toEqual(["auth_lambda_success"]);
  });

  it("reads the rows in one call, and twice only if its account is out of date", async () => {
    const { ports, ask } = await world();
    const stale = await world({}, "acc-2");
    const counted = (access: MemoryPorts["access"]) => {
      let calls = 0;
      const readBrowser: MemoryPorts["access"]["readBrowser"] = (query) => {
        calls += 1;
        return access.readBrowser(query);
      };
      return { access: { ...access, readBrowser }, calls: () => calls };
    };
    const [one, two] = [counted(ports.access), counted(stale.ports.access)];
    expect(await ask({}, { access: one.access })).toEqual(context());
    expect(await stale.ask({}, { access: two.access })).toEqual(context());
    expect([one.calls(), two.calls()]).toEqual([1, 2]);
  });

  it.each<[string, Partial<BrowserSession>, string]>([
    ["whose tokens have expired", { validUntilSeconds: Date.parse(NOW) / 1000 }, "session_expired"],
    ["that was idle for too long", { idleUntilSeconds: Date.parse(NOW) / 1000 }, "session_ended"],
    ["that is too old", { endsAtSeconds: Date.parse(NOW) / 1000 }, "session_ended"],
  ])("of a session %s gets a 401", async (_, change, reason) => {
    const { ask, ports } = await world(change);
    expect(await ask()).toBe("Unauthorized");
    expect(ports.metrics.counted).toEqual([`authentication_error_${reason}`, "authentication_error"]);
  });

  it("of an ended session gets a 401", async () => {
    const { ask, ports } = await world();
    await ports.sessions.endAllOf("usr_ada");
    expect(await ask()).toBe("Unauthorized");
  });

  it.each([
    ["of another user", (own: string) => own.replace("usr_ada", "usr_grace"), "session_unknown"],
    ["without a form", () => "__Host-Http-session=x", "session_unknown"],
    [
      "under another prefix",
      (own: string) => own.replace("__Host-Http-session", "__Secure-session"),
      "missing",
    ],
  ])("%s gets a 401", async (_, change, reason) => {
    const { ask, ports, cookie } = await world();
    expect(await ask({ cookies: [change(cookie)] })).toBe("Unauthorized");
    expect(ports.metrics.counted).toContain(`authentication_error_${reason}`);
  });

  it("twice in a request gets a 401", async () => {
    const { ask, cookie } = await world();
    expect(await ask({ cookies: [cookie, `${cookie}x`] })).toBe("Unauthorized");
  });

  it("does not count beside a token or a key, which decide", async () => {
    const { ask } = await world();
    const headers = { authorization: "Bearer good" };
    expect(await ask({ headers })).toMatchObject({ context: { user_id: "usr_grace", credential: "token" } });
    expect(await ask({ headers: { authorization: "Bearer bad" } })).toBe("Unauthorized");
    expect(await ask({ headers: { "x-api-key": "no-key" } })).toBe("Unauthorized");
  });

  it("of a member of another account than the requested one is denied, and audited with its session", async () => {
    const { ask, ports } = await world();
    expect(await ask({ headers: { "x-account-id": "acc-2" } })).toEqual({ isAuthorized: false });
    expect(ports.audit.events).toMatchObject([
      { type: "access.denied", details: { reason: "not_a_member", userId: "usr_ada" } },
    ]);
  });
});

describe("a request with an unsafe method and a cookie", () => {
  const routeKey = "POST /api/accounts/{account_id}/members";
  const account = { routeKey, pathParameters: { account_id: "acc-1" } };

  it("from a page of the site is admitted", async () => {
    const { ask } = await world();
    expect(await ask({ ...account, headers: FROM_SITE })).toEqual(context());
  });

  it.each<[string, Record<string, string>]>([
    ["another site", { "sec-fetch-site": "cross-site", "x-csrf": "1" }],
    ["a sister site", { "sec-fetch-site": "same-site", "x-csrf": "1", origin: "https://evil.example.com" }],
    ["a form, which cannot set a header", { "sec-fetch-site": "same-origin" }],
    ["a client without an origin", { "x-csrf": "1" }],
    ["a client with two origins", { "x-csrf": "1", origin: "https://identity.example.com", Origin: "null" }],
  ])("from %s is denied and audited", async (_, headers) => {
    const { ask, ports } = await world();
    expect(await ask({ ...account, headers })).toEqual({ isAuthorized: false });
    expect(ports.audit.events).toMatchObject([
      { type: "access.denied", details: { reason: "cross_site", userId: "usr_ada", route: routeKey } },
    ]);
  });
});

it("a cached session still expires, and ends after the time of the cache at the latest", async () => {
  const { ask, ports } = await world({ validUntilSeconds: Date.parse(NOW) / 1000 + 20 });
  const access = cachedAccessRecords(ports.access, 30_000, ports.clock);
  expect(await ask({}, { access })).toEqual(context());
  ports.clock.advance(20_000);
  expect(await ask({}, { access })).toBe("Unauthorized");

  const other = await world();
  const cached = cachedAccessRecords(other.ports.access, 30_000, other.ports.clock);
  expect(await other.ask({}, { access: cached })).toEqual(context());
  await other.ports.sessions.endAllOf("usr_ada");
  expect(await other.ask({}, { access: cached })).toEqual(context());
  other.ports.clock.advance(30_000);
  expect(await other.ask({}, { access: cached })).toBe("Unauthorized");
});

import { describe, expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import { authApi, bodyOf, ROUTES, refreshTokenOf } from "../../support/auth-api.js";
import { FROM_SITE } from "../../support/browser-client.js";
import { browserSessionOf, givenBrowserSession } from "../../support/browser-sessions.js";
import { jsonEvent } from "../../support/http-events.js";
import { givenSession, storedSessionOf, tokenOf } from "../../support/session-tokens.js";
import { NOW, SUB } from "../../support/users.js";

const renew = (token: string) => jsonEvent(ROUTES.refresh, { refresh_token: token });
const renewed = { refresh: { kind: "session", session: memorySession("usr_ada", SUB) } } as const;
const session = storedSessionOf();

describe("a refresh", () => {
  it("gives new tokens, among them the rotated refresh token, and is audited", async () => {
    const { call, ports } = authApi(renewed);
    const answer = await call(renew(await givenSession(ports, "old")));

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toMatchObject({ access_token: "access-token", expires_in: 900 });
    expect(refreshTokenOf(answer)).toBe(await tokenOf(ports, "refresh-token"));
    expect(answer).not.toHaveProperty("cookies");
    expect(await ports.sessions.find(session)).toMatchObject({ version: 2, ended: false });
    expect(ports.audit.events).toMatchObject([
      {
        id: "session.refreshed/jti-1",
        subject: "user:usr_ada",
        at: NOW,
        details: { sessionId: "session-1" },
      },
    ]);
  });

  it("gives no refresh token if the pool gave no new one", async () => {
    const kept = { ...memorySession("usr_ada"), refreshToken: undefined };
    const { call, ports } = authApi({ refresh: { kind: "session", session: kept } });
    const answer = await call(renew(await givenSession(ports, "old")));
    expect([answer.statusCode, bodyOf(answer).access_token]).toEqual([200, "access-token"]);
    expect(bodyOf(answer)).not.toHaveProperty("refresh_token");
    expect(await ports.sessions.find(session)).toMatchObject({ version: 1 });
  });

  it.each([
    ["no token and no cookie", []],
    ["an empty cookie", ["__Host-Http-session="]],
    ["a cookie of a similar name", ["session=one", "__host-http-session=one", "x__Host-Http-session=one"]],
    ["the cookie of earlier versions", ["__Host-refresh=session-1.usr_ada.hash.old"]],
  ])("with %s is refused before the pool is called", async (_, cookies) => {
    const { call, ports } = authApi(renewed);
    const answer = await call(jsonEvent(ROUTES.refresh, {}, { cookies, headers: FROM_SITE }));
    expect({ status: answer.statusCode, code: bodyOf(answer).code }).toEqual({
      status: 401,
      code: "session_expired",
    });
    expect(ports.audit.events).toEqual([]);
  });

  it.each([
    ["two cookies of the name", (own: string) => [own, "__Host-Http-session=two"]],
    ["two in one header", (own: string) => [`${own}; __Host-Http-session=two`]],
  ])("with %s is refused before the pool is called, and recorded for the network", async (_, sent) => {
    const { call, ports } = authApi(renewed);
    const cookies = sent(await givenBrowserSession(ports));
    const answer = await call(jsonEvent(ROUTES.refresh, {}, { cookies, headers: FROM_SITE }));
    expect([answer.statusCode, bodyOf(answer).code]).toEqual([401, "session_expired"]);
    expect(ports.audit.events).toMatchObject([
      { type: "session.refresh_refused", subject: expect.stringMatching(/^pseudonym:/) },
    ]);
    expect(await ports.browserSessions.find(browserSessionOf())).toMatchObject({ version: 1, ended: false });
  });

  it.each([
    ["no text", ""],
    ["a text that is too long", "x".repeat(8_193)],
    ["a number", 7],
    ["null", null],
  ])("takes %s for no refresh token", async (_, refresh_token) => {
    const { call, ports } = authApi(renewed);
    const answer = await call(jsonEvent(ROUTES.refresh, { refresh_token }));
    expect([answer.statusCode, bodyOf(answer).fields]).toEqual([400, ["refresh_token"]]);
    expect(ports.audit.events).toEqual([]);
  });

  it.each(["expired", "suspended"] as const)(
    "of a token that is %s gets the usual refusal, and its reason is recorded once, with user and session",
    async (reason) => {
      const { call, ports } = authApi({ refresh: { kind: "refused", reason } });
      const token = await givenSession(ports, "c4nary");
      const answer = await call(renew(token));
      await call(renew(token));

      expect(answer.statusCode).toBe(401);
      expect(bodyOf(answer)).toMatchObject({ code: "session_expired" });
      expect(answer).not.toHaveProperty("cookies");
      expect(ports.audit.events).toMatchObject([
        {
          type: "session.refresh_refused",
          subject: "user:usr_ada",
          details: { reason, userId: "usr_ada", sub: SUB, sessionId: "session-1" },
        },
      ]);
      expect(JSON.stringify(ports.audit.events)).not.toContain("c4nary");
    },
  );

  it("of an ended session is refused before the pool is asked", async () => {
    const { call, ports } = authApi(renewed);
    const token = await givenSession(ports, "old");
    await ports.sessions.endAllOf("usr_ada");
    expect((await call(renew(token))).statusCode).toBe(401);
    expect(ports.audit.events).toMatchObject([{ details: { reason: "ended", sessionId: "session-1" } }]);
  });

  it.each([
    ["another session", { sessionId: "session-2", userId: "usr_ada" }],
    ["another user", { sessionId: "session-1", userId: "usr_grace" }],
  ])("of a token that was changed to name %s is forged", async (_, named) => {
    const { call, ports } = authApi(renewed);
    await givenSession(ports, "old");
    const { sessionId, userId } = named;
    const forged = (await tokenOf(ports, "old")).replace("session-1.usr_ada", () => `${sessionId}.${userId}`);
    expect((await call(renew(forged))).statusCode).toBe(401);
    expect(ports.audit.events).toMatchObject([
      { subject: expect.stringMatching(/^pseudonym:/), details: { reason: "forged" } },
    ]);
    expect(await ports.sessions.find(session)).toMatchObject({ version: 1, ended: false });
  });

  it("is unavailable, not expired, if the pool or the table cannot be reached", async () => {
    const { ports } = authApi();
    const refresh = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const { call } = authApi({}, { ...ports, userPool: { ...ports.userPool, refresh } });
    const token = await givenSession(ports, "old");
    expect((await call(renew(token))).statusCode).toBe(503);
    ports.sessions.broken = true;
    expect((await call(renew(token))).statusCode).toBe(503);
  });

  it("stores a session that the sign-in could not store", async () => {
    const { call, ports } = authApi(renewed);
    const answer = await call(renew(await tokenOf(ports, "old")));
    expect(refreshTokenOf(answer)).toBe(await tokenOf(ports, "refresh-token"));
    expect(await ports.sessions.find(session)).toMatchObject({ version: 1, sub: SUB, ended: false });
  });

  it("of a session that the sign-in could not store, and whose user has ended all sessions, is refused", async () => {
    const { call, ports } = authApi(renewed);
    ports.clock.advance(10_000);
    await ports.sessions.endAllOf("usr_ada");
    expect((await call(renew(await tokenOf(ports, "old")))).statusCode).toBe(401);
  });
});

describe("300 calls with tokens that the service did not issue", () => {
  it.each([
    ["a refresh", ROUTES.refresh],
    ["a sign-out", ROUTES.signOut],
  ])("%s is refused, then throttled, with a bounded number of events", async (_, route) => {
    const { call, ports } = authApi(renewed);
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_each, index) =>
        call(jsonEvent(route, { refresh_token: `bogus-${index}` })),
      ),
    );
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(60);
    expect(statuses.filter((status) => status === 429)).toHaveLength(240);
    expect(answers.at(-1)?.headers).toHaveProperty("retry-after");
    expect(ports.audit.events.length).toBeLessThanOrEqual(60);
    expect(ports.audit.events.filter(({ type }) => type === "signout.completed")).toEqual([]);
    expect(ports.userPool.revoked).toEqual([]);

    // Sessions of the same network go on.
    expect((await call(renew(await givenSession(ports, "old")))).statusCode).toBe(200);
  });
});

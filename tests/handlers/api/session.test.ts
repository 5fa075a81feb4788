import { describe, expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import { authApi, bodyOf, ROUTES } from "../../support/auth-api.js";
import { httpEvent } from "../../support/http-events.js";
import { NOW, principalOf, SUB } from "../../support/users.js";

const renew = (cookies: readonly string[]) => httpEvent(ROUTES.refresh, { cookies });
const renewed = { refresh: { kind: "session", session: memorySession("usr_ada") } } as const;
const cleared = "__Host-refresh=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0";

describe("a refresh", () => {
  it("trap 45: gives new tokens and replaces the cookie with the rotated token", async () => {
    const { call, ports } = authApi(renewed);
    const answer = await call(renew(["theme=dark", "__Host-refresh=old"]));

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toMatchObject({ access_token: "access-token", expires_in: 900 });
    expect(answer.cookies).toEqual([
      "__Host-refresh=refresh-token; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=2592000",
    ]);
    expect(answer.body).not.toContain("refresh-token");
    expect(ports.audit.events).toMatchObject([
      {
        id: "session.refreshed/jti-1",
        subject: "user:usr_ada",
        at: NOW,
        details: { sessionId: "session-1" },
      },
    ]);
  });

  it("keeps the cookie when the pool gave no new token", async () => {
    const session = { ...memorySession("usr_ada"), refreshToken: undefined };
    const { call } = authApi({ refresh: { kind: "session", session } });
    expect(await call(renew(["__Host-refresh=old"]))).not.toHaveProperty("cookies");
  });

  it.each([
    ["no cookie", []],
    ["an empty cookie", ["__Host-refresh="]],
    ["trap 63: two cookies of the name", ["__Host-refresh=one", "__Host-refresh=two"]],
    ["two in one header", ["__Host-refresh=one; __Host-refresh=two"]],
    ["a cookie of a similar name", ["refresh=one", "__host-refresh=one", "x__Host-refresh=one"]],
  ])("with %s is over before the pool is asked", async (_, cookies) => {
    const { call, ports } = authApi(renewed);
    const answer = await call(renew(cookies));
    expect({ status: answer.statusCode, code: bodyOf(answer).code }).toEqual({
      status: 401,
      code: "session_expired",
    });
    expect(ports.audit.events).toEqual([]);
  });

  it.each(["expired", "reused"] as const)(
    "of a token that is %s reads like any other, and its reason is audited",
    async (reason) => {
      const { call, ports } = authApi({ refresh: { kind: "refused", reason } });
      const answer = await call(renew(["__Host-refresh=c4nary"]));

      expect(answer.statusCode).toBe(401);
      expect(bodyOf(answer)).toMatchObject({ code: "session_expired" });
      // The winner of a race keeps its cookie.
      expect(answer).not.toHaveProperty("cookies");
      expect(ports.audit.events).toMatchObject([
        {
          type: "session.refresh_refused",
          subject: expect.stringMatching(/^pseudonym:/),
          details: { reason },
        },
      ]);
      expect(JSON.stringify(ports.audit.events)).not.toContain("c4nary");
    },
  );

  it("fails rather than set a cookie that browsers would drop", async () => {
    const session = { ...memorySession("usr_ada"), refreshToken: "x".repeat(4_090) };
    const { call } = authApi({ refresh: { kind: "session", session } });
    expect((await call(renew(["__Host-refresh=old"]))).statusCode).toBe(500);
  });

  it("is unavailable, not over, when the pool cannot be reached", async () => {
    const { ports } = authApi();
    const refresh = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const { call } = authApi({}, { userPool: { ...ports.userPool, refresh } });
    expect((await call(renew(["__Host-refresh=old"]))).statusCode).toBe(503);
  });
});

describe("a sign-out", () => {
  const tokens = { tokens: { good: principalOf() } };
  const signOut = (authorization: string | undefined, cookies: readonly string[]) =>
    httpEvent(ROUTES.signOut, { cookies, headers: authorization === undefined ? {} : { authorization } });
  const done = { statusCode: 204, headers: { "cache-control": "no-store" }, cookies: [cleared] };

  it("ends every session, revokes the token of the cookie, clears the cookie and is audited", async () => {
    const { call, ports } = authApi(tokens);
    expect(await call(signOut("Bearer good", ["__Host-refresh=old"]))).toEqual(done);

    expect(ports.userPool.signedOut).toEqual(["good"]);
    const { userId = "" } = principalOf();
    for (const sessionId of ["session-1", "session-2"]) {
      const session = { ...principalOf(), sessionId, authenticatedAtSeconds: 1 };
      expect(await ports.access.read({ userId, session })).toMatchObject({ sessionEnded: true });
    }
    expect(ports.userPool.revoked).toEqual(["old"]);
    expect(ports.audit.events).toMatchObject([
      {
        id: "signout.completed/session-1",
        subject: "user:usr_ada",
        details: { reason: "global", sub: SUB, sessionId: "session-1" },
      },
    ]);
  });

  it("twice is no error and one event", async () => {
    const { call, ports } = authApi(tokens);
    await call(signOut("Bearer good", []));
    expect(await call(signOut("Bearer good", []))).toEqual(done);
    expect(ports.audit.events).toHaveLength(1);
  });

  it.each([
    ["an expired token", "Bearer stale"],
    ["no token", undefined],
    ["something else", "Basic Z29vZA=="],
  ])("with %s still revokes the session of the cookie", async (_, authorization) => {
    const { call, ports } = authApi(tokens);
    expect(await call(signOut(authorization, ["__Host-refresh=old"]))).toEqual(done);
    expect(ports.userPool).toMatchObject({ signedOut: [], revoked: ["old"] });
    expect(ports.audit.events).toMatchObject([
      {
        type: "signout.completed",
        subject: expect.stringMatching(/^pseudonym:/),
        details: { reason: "session" },
      },
    ]);
    expect(JSON.stringify(ports.audit.events)).not.toContain('"old"');
  });

  it("takes the access token in either header, as the authorizer does", async () => {
    const { call, ports } = authApi(tokens);
    const headers = { "x-api-key": "Bearer good" };
    expect(await call(httpEvent(ROUTES.signOut, { headers }))).toEqual(done);
    expect(ports.userPool.signedOut).toEqual(["good"]);
  });

  it.each([
    ["an expired token", { authorization: "Bearer stale" }],
    ["an expired token in the other header", { "x-api-key": "Bearer stale" }],
    ["an API key", { "x-api-key": "idl_dev_0123456789abcdef_x" }],
    ["another scheme", { authorization: "Basic Z29vZA==" }],
    ["two credentials", { authorization: "Bearer good", "x-api-key": "Bearer good" }],
  ])("with %s and no cookie ends nothing, and says so", async (_, headers) => {
    const { call, ports } = authApi(tokens);
    const answer = await call(httpEvent(ROUTES.signOut, { headers }));
    expect({ status: answer.statusCode, code: bodyOf(answer).code }).toEqual({
      status: 401,
      code: "session_expired",
    });
    expect(ports.userPool).toMatchObject({ signedOut: [], revoked: [] });
    expect(ports.audit.events).toEqual([]);
  });

  it("without a session clears the cookie and calls no service", async () => {
    const { call, ports } = authApi();
    expect(await call(signOut(undefined, []))).toEqual(done);
    expect(ports.userPool).toMatchObject({ signedOut: [], revoked: [] });
  });

  it("says so when the sessions could not be ended, and leaves the cookie for another try", async () => {
    const { ports } = authApi();
    const signOutEverywhere = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const { call } = authApi(tokens, { userPool: { ...ports.userPool, signOutEverywhere } });
    const answer = await call(signOut("Bearer good", ["__Host-refresh=old"]));
    expect(answer.statusCode).toBe(503);
    expect(answer).not.toHaveProperty("cookies");
  });
});

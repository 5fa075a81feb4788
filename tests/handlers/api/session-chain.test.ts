import { describe, expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import { type AuthApi, authApi, bodyOf, ROUTES, refreshTokenOf } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { givenSession, storedSessionOf, tokenOf } from "../../support/session-tokens.js";
import { NOW, SUB } from "../../support/users.js";

const renew = (token: string) => jsonEvent(ROUTES.refresh, { refresh_token: token });
/** The refresh token of a response that must have one. */
const renewedToken = (answer: Parameters<typeof refreshTokenOf>[0]): string => {
  const token = refreshTokenOf(answer);
  if (token === undefined) throw new Error(`no refresh token: ${answer.statusCode}`);
  return token;
};
const renewed = { refresh: { kind: "session", session: memorySession("usr_ada", SUB) } } as const;
const session = storedSessionOf();

/** The pool returns another token for each refresh, also for parallel refreshes of one token. */
const rotatingApi = (): AuthApi => {
  let given = 0;
  const { ports } = authApi();
  const refresh: (typeof ports.userPool)["refresh"] = async () => {
    given += 1;
    return { kind: "session", session: { ...memorySession("usr_ada", SUB), refreshToken: `next-${given}` } };
  };
  const { call } = authApi({}, { ...ports, userPool: { ...ports.userPool, refresh } });
  return { ports, call };
};

describe("refreshes of one token in parallel", () => {
  it.each([10, 50])("%i of them all succeed and leave one chain", async (count) => {
    const { call, ports } = rotatingApi();
    const token = await givenSession(ports, "old");
    const answers = await Promise.all(Array.from({ length: count }, () => call(renew(token))));

    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(new Set(answers.map(renewedToken)).size).toBe(1);
    expect(await ports.sessions.find(session)).toMatchObject({ version: 2, ended: false });
  });

  it("that the sign-in could not store leave one chain, too", async () => {
    const { call, ports } = rotatingApi();
    const token = await tokenOf(ports, "old");
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(renew(token))));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(new Set(answers.map(renewedToken)).size).toBe(1);
  });

  it("a late refresh within the grace time gets the current token, also after a further refresh", async () => {
    const { call, ports } = rotatingApi();
    const first = await givenSession(ports, "old");
    const second = renewedToken(await call(renew(first)));
    const third = renewedToken(await call(renew(second)));
    ports.clock.advance(59_000);
    expect(refreshTokenOf(await call(renew(first)))).toBe(third);
    expect(await ports.sessions.find(session)).toMatchObject({ version: 3, ended: false });
  });

  it("the first of many within the grace time gets the current token, too", async () => {
    const { call, ports } = rotatingApi();
    const first = await givenSession(ports, "old");
    let token = first;
    for (let time = 0; time < 30; time += 1) token = renewedToken(await call(renew(token)));
    const answer = await call(renew(first));
    expect([answer.statusCode, refreshTokenOf(answer)]).toEqual([200, token]);
  });

  it("more than thirty in a row within a minute have to wait, which ends no session", async () => {
    const { call, ports } = rotatingApi();
    let token = await givenSession(ports, "old");
    for (let time = 0; time < 30; time += 1) token = renewedToken(await call(renew(token)));
    ports.clock.advance(20_000);
    expect(await call(renew(token))).toMatchObject({ statusCode: 429, headers: { "retry-after": "40" } });
    ports.clock.advance(40_000);
    expect((await call(renew(token))).statusCode).toBe(200);
    expect(await ports.sessions.find(session)).toMatchObject({ replaced: { length: 1 }, ended: false });
  });

  it("a refresh that the pool answers while the session ends is refused", async () => {
    const { ports } = authApi(renewed);
    const token = await givenSession(ports, "old");
    const refresh = async () => {
      await ports.sessions.end("session-1");
      return renewed.refresh;
    };
    const { call } = authApi({}, { ...ports, userPool: { ...ports.userPool, refresh } });
    const answer = await call(renew(token));
    expect([answer.statusCode, refreshTokenOf(answer)]).toEqual([401, undefined]);
  });
});

describe("a replaced token that is used after its grace time", () => {
  const reused = async () => {
    const api = rotatingApi();
    const first = await givenSession(api.ports, "old");
    const second = renewedToken(await api.call(renew(first)));
    api.ports.clock.advance(60_000);
    return { ...api, first, second };
  };

  it("ends the session for every holder, and names user and session", async () => {
    const { call, ports, first, second } = await reused();
    const answer = await call(renew(first));
    expect([answer.statusCode, bodyOf(answer).code]).toEqual([401, "session_expired"]);
    expect(answer).not.toHaveProperty("cookies");

    expect((await call(renew(second))).statusCode).toBe(401);
    expect(await ports.sessions.find(session)).toMatchObject({ ended: true });
    expect(ports.userPool.revoked).toEqual(["old"]);
    const ofToken = { sessionId: "session-1", authenticatedAtSeconds: Date.parse(NOW) / 1000 };
    expect(await ports.access.read({ userId: "usr_ada", session: ofToken })).toMatchObject({
      sessionEnded: true,
    });
    expect(ports.audit.events.slice(1)).toMatchObject([
      {
        id: "session.reused/session-1",
        subject: "user:usr_ada",
        details: { userId: "usr_ada", sub: SUB, sessionId: "session-1", sourceIp: expect.any(String) },
      },
      { type: "session.refresh_refused", details: { reason: "ended" } },
    ]);
  });

  it("does not end the user's other sessions", async () => {
    const { call, ports, first } = await reused();
    const other = await givenSession(ports, "other", { sessionId: "session-2" });
    await call(renew(first));
    expect((await call(renew(other))).statusCode).toBe(200);
  });

  it("ends the session even if the pool cannot revoke it", async () => {
    const { ports, first } = await reused();
    const revoke = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const { call } = authApi({}, { ...ports, userPool: { ...ports.userPool, revoke } });
    expect((await call(renew(first))).statusCode).toBe(401);
    expect(await ports.sessions.find(session)).toMatchObject({ ended: true });
  });

  it("is recognized if only the pool recognizes it", async () => {
    const { call, ports } = authApi({ refresh: { kind: "refused", reason: "reused" } });
    expect((await call(renew(await givenSession(ports, "old")))).statusCode).toBe(401);
    expect(ports.audit.events).toMatchObject([{ id: "session.reused/session-1" }]);
  });
});

import { describe, expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import { authApi, bodyOf, ROUTES } from "../../support/auth-api.js";
import { FROM_SITE } from "../../support/browser-client.js";
import { givenBrowserSession } from "../../support/browser-sessions.js";
import { httpEvent, jsonEvent } from "../../support/http-events.js";
import { givenSession, storedSessionOf, tokenOf } from "../../support/session-tokens.js";
import { NOW, principalOf, profileOf, SUB } from "../../support/users.js";

const cleared = "__Host-Http-session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0";
const tokens = { tokens: { good: principalOf() }, profiles: [profileOf()] };
const session = storedSessionOf();
const signOut = (authorization: string | undefined, refresh_token?: string) =>
  jsonEvent(
    ROUTES.signOut,
    { ...(refresh_token !== undefined && { refresh_token }) },
    { headers: authorization === undefined ? {} : { authorization } },
  );
const renew = (refresh_token: string) => jsonEvent(ROUTES.refresh, { refresh_token });
const done = { statusCode: 204, headers: { "cache-control": "no-store" } };

describe("a sign-out", () => {
  it("ends every session, revokes the refresh token and is audited", async () => {
    const { call, ports } = authApi(tokens);
    expect(await call(signOut("Bearer good", await givenSession(ports, "old")))).toEqual(done);

    expect(ports.userPool.ended).toEqual([SUB]);
    const { userId = "" } = principalOf();
    for (const sessionId of ["session-1", "session-2"]) {
      const ofToken = { ...principalOf(), sessionId, authenticatedAtSeconds: 1 };
      expect(await ports.access.read({ userId, session: ofToken })).toMatchObject({ sessionEnded: true });
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

  it("ends the sessions of every pool user of the user", async () => {
    const { call, ports } = authApi(tokens);
    const { userId } = profileOf();
    const event = {
      id: "x",
      type: "user.provisioned",
      version: 1,
      subject: "x",
      at: "x",
      details: {},
    } as const;
    await ports.directory.createProfile(
      { userId, sub: "google-sub", email: "ada@example.com", status: "ACTIVE" },
      event,
    );
    const other = await givenSession(ports, "other", { sessionId: "session-2", sub: "google-sub" });
    await call(signOut("Bearer good"));
    expect(ports.userPool.ended.toSorted()).toEqual([SUB, "google-sub"].toSorted());
    expect((await call(renew(other))).statusCode).toBe(401);
  });

  it("ends the sessions of its own second, and is answered in the next one, in which a sign-in is a new session", async () => {
    const { call, ports } = authApi(tokens);
    const startedAtSeconds = Date.parse(NOW) / 1000;
    const token = await givenSession(ports, "other", { sessionId: "session-2", startedAtSeconds });
    ports.clock.advance(400);
    await call(signOut("Bearer good"));
    expect((await call(renew(token))).statusCode).toBe(401);
    expect(ports.clock.now()).toEqual(new Date((startedAtSeconds + 1) * 1000));
    const fresh = { sessionId: "session-3", authenticatedAtSeconds: startedAtSeconds + 1 };
    const access = await ports.access.read({ userId: "usr_ada", session: fresh });
    expect(access).toMatchObject({ sessionEnded: false });
  });

  it("of a user without account claims goes by the user id in the directory", async () => {
    const { call, ports } = authApi({ ...tokens, tokens: { good: principalOf({ userId: undefined }) } });
    await call(signOut("Bearer good"));
    const ofToken = { sessionId: "session-2", authenticatedAtSeconds: 1 };
    expect(await ports.access.read({ userId: "usr_ada", session: ofToken })).toMatchObject({
      sessionEnded: true,
    });
  });

  it("twice succeeds with one event", async () => {
    const { call, ports } = authApi(tokens);
    const token = await givenSession(ports, "old");
    await call(signOut("Bearer good", token));
    expect(await call(signOut("Bearer good", token))).toEqual(done);
    expect(await call(signOut(undefined, token))).toEqual(done);
    expect(ports.audit.events).toHaveLength(1);
  });

  it.each([
    ["an expired token", "Bearer stale"],
    ["no token", undefined],
    ["something else", "Basic Z29vZA=="],
  ])(
    "with %s still ends every session of the refresh token's user, on every pool user",
    async (_, authorization) => {
      const { call, ports } = authApi(tokens);
      const token = await givenSession(ports, "old");
      await givenSession(ports, "other", { sessionId: "session-2", sub: "google-sub" });
      await givenSession(ports, "foreign", { sessionId: "session-3", userId: "usr_grace" });
      expect(await call(signOut(authorization, token))).toEqual(done);
      expect(ports.userPool).toMatchObject({ ended: [SUB], revoked: ["old"] });
      expect(await ports.sessions.find(session)).toMatchObject({ ended: true });
      expect(await ports.sessions.find({ ...session, sessionId: "session-2" })).toMatchObject({
        ended: true,
      });
      const foreign = { ...session, sessionId: "session-3", userId: "usr_grace" };
      expect(await ports.sessions.find(foreign)).toMatchObject({ ended: false });
      // The access token of the session, too.
      const ofToken = { sessionId: "session-1", authenticatedAtSeconds: session.startedAtSeconds };
      expect(await ports.access.read({ userId: "usr_ada", session: ofToken })).toMatchObject({
        sessionEnded: true,
      });
      expect(ports.audit.events).toMatchObject([
        {
          id: "signout.completed/session-1",
          subject: "user:usr_ada",
          details: { reason: "global", sub: SUB, sessionId: "session-1" },
        },
      ]);
    },
  );

  it("with the refresh token of a session without account claims goes by the user id in the directory", async () => {
    const { call, ports } = authApi(tokens);
    const token = await givenSession(ports, "old", { userId: SUB });
    await givenSession(ports, "other", { sessionId: "session-2" });
    expect(await call(signOut(undefined, token))).toEqual(done);
    expect(await ports.sessions.find({ ...session, sessionId: "session-2" })).toMatchObject({ ended: true });
    expect(await ports.sessions.find({ ...session, userId: SUB })).toMatchObject({ ended: true });
  });

  it("with the cookies of two sessions and no token ends nothing, and says so", async () => {
    const { call, ports } = authApi(tokens);
    const cookie = await givenBrowserSession(ports);
    const garbage = "__Host-Http-session=garbage";
    const out = (cookies: string[], headers = {}) =>
      call(jsonEvent(ROUTES.signOut, {}, { cookies, headers: { ...FROM_SITE, ...headers } }));
    for (const sent of [[cookie, garbage], [garbage, cookie], [`${cookie}; ${garbage}`]]) {
      const answer = await out(sent);
      expect([answer.statusCode, bodyOf(answer).code]).toEqual([401, "session_expired"]);
    }
    expect([ports.userPool.ended, ports.audit.events]).toEqual([[], []]);
    expect(await out([cookie, garbage], { authorization: "Bearer good" })).toEqual(done);
    expect(ports.userPool.ended).toEqual([SUB]);
  });

  it("with the refresh token of an ended session ends no session that began since", async () => {
    const { call, ports } = authApi(tokens);
    const token = await givenSession(ports, "old");
    await call(signOut(undefined, token));
    const later = { sessionId: "session-2", startedAtSeconds: Date.parse(NOW) / 1000 + 60 };
    await givenSession(ports, "new", later);
    ports.clock.advance(120_000);
    expect(await call(signOut(undefined, token))).toEqual(done);
    expect(await ports.sessions.find({ ...session, ...later })).toMatchObject({ ended: false });
  });

  it("with the access token and the refresh token of two users ends the sessions of both", async () => {
    const { call, ports } = authApi(tokens);
    const of = { userId: "usr_grace", sub: "sub-grace", sessionId: "session-2" };
    await call(signOut("Bearer good", await givenSession(ports, "old", of)));
    expect(ports.userPool.ended.toSorted()).toEqual([SUB, "sub-grace"].toSorted());
    expect(ports.audit.events.map(({ subject }) => subject).toSorted()).toEqual([
      "user:usr_ada",
      "user:usr_grace",
    ]);
  });

  it("ends a session that the sign-in could not store", async () => {
    const { call, ports } = authApi(tokens);
    expect(await call(signOut(undefined, await tokenOf(ports, "old")))).toEqual(done);
    expect(ports.userPool.revoked).toEqual(["old"]);
  });

  it("takes the access token in either header, as the authorizer does", async () => {
    const { call, ports } = authApi(tokens);
    const headers = { "x-api-key": "Bearer good" };
    expect(await call(httpEvent(ROUTES.signOut, { headers }))).toEqual(done);
    expect(ports.userPool.ended).toEqual([SUB]);
  });

  it.each([
    ["an expired token", { authorization: "Bearer stale" }, {}],
    ["an expired token in the other header", { "x-api-key": "Bearer stale" }, {}],
    ["an API key", { "x-api-key": "idl_dev_0123456789abcdef_x" }, {}],
    ["another scheme", { authorization: "Basic Z29vZA==" }, {}],
    ["two credentials", { authorization: "Bearer good", "x-api-key": "Bearer good" }, {}],
    ["a forged refresh token", {}, { refresh_token: "forged" }],
    [
      "an expired token and a forged refresh token",
      { authorization: "Bearer stale" },
      { refresh_token: "forged" },
    ],
  ])("with %s and nothing else ends no session, and reports that", async (_, headers, body) => {
    const { call, ports } = authApi(tokens);
    const answer = await call(jsonEvent(ROUTES.signOut, body, { headers }));
    expect({ status: answer.statusCode, code: bodyOf(answer).code }).toEqual({
      status: 401,
      code: "session_expired",
    });
    expect(ports.userPool).toMatchObject({ ended: [], revoked: [] });
    expect(ports.audit.events).toEqual([]);
  });

  it("that failed at the pool is completed by the next one, and ends no session that began since", async () => {
    const { ports } = authApi(tokens);
    const token = await givenSession(ports, "old");
    const endSessions = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const failing = authApi(tokens, { ...ports, userPool: { ...ports.userPool, endSessions } });
    expect((await failing.call(signOut(undefined, token))).statusCode).toBe(503);
    expect([ports.userPool.revoked, ports.audit.events]).toEqual([[], []]);
    ports.clock.advance(60_000);
    const later = { sessionId: "session-2", startedAtSeconds: Date.parse(NOW) / 1000 + 60 };
    await givenSession(ports, "new", later);

    const { call } = authApi(tokens, ports);
    expect(await call(signOut(undefined, token))).toEqual(done);
    expect(ports.userPool.revoked).toEqual(["old"]);
    expect(ports.audit.events).toMatchObject([{ id: "signout.completed/session-1" }]);
    expect(await ports.sessions.find({ ...session, ...later })).toMatchObject({ ended: false });
  });

  it("without a session clears the cookie and calls no service", async () => {
    const { call, ports } = authApi();
    expect(await call(signOut(undefined))).toEqual({ ...done, cookies: [cleared] });
    expect(ports.userPool).toMatchObject({ ended: [], revoked: [] });
  });

  it.each(["a token", "a cookie"])(
    "with %s reports that the sessions could not be ended, and keeps the cookie",
    async (credential) => {
      const { ports } = authApi(tokens);
      const endSessions = () => Promise.reject(new AuthError("temporarily_unavailable"));
      const { call } = authApi(tokens, { ...ports, userPool: { ...ports.userPool, endSessions } });
      const cookies = [await givenBrowserSession(ports)];
      const answer = await call(
        credential === "a token"
          ? signOut("Bearer good", await givenSession(ports, "old"))
          : jsonEvent(ROUTES.signOut, {}, { cookies, headers: FROM_SITE }),
      );
      expect(answer.statusCode).toBe(503);
      expect(answer).not.toHaveProperty("cookies");
    },
  );
});

describe.each([ROUTES.signOut, ROUTES.logOut])("%s", (route) => {
  /** As fetch sends it without a body. */
  const bare = (headers: Readonly<Record<string, string>> = {}, cookies: readonly string[] = []) => ({
    ...httpEvent(route, { cookies }),
    headers,
  });

  it("needs no body and no media type, with an access token", async () => {
    const { call, ports } = authApi(tokens);
    expect(await call(bare({ authorization: "Bearer good" }))).toEqual(done);
    expect(ports.userPool.ended).toEqual([SUB]);
    expect(ports.audit.events).toMatchObject([{ id: "signout.completed/session-1" }]);
  });

  it("needs no body and no media type, with the cookie, and clears it", async () => {
    const { call, ports } = authApi(tokens);
    const cookie = await givenBrowserSession(ports);
    expect(await call(bare(FROM_SITE, [cookie]))).toEqual({ ...done, cookies: [cleared] });
    expect(ports.audit.events.map(({ type }) => type)).toContain("signout.completed");
  });

  it("needs the proof of origin for the cookie, also without a body", async () => {
    const { call, ports } = authApi(tokens);
    const cookie = await givenBrowserSession(ports);
    expect(bodyOf(await call(bare({}, [cookie])))).toMatchObject({ status: 403, code: "cross_site" });
    expect(ports.audit.events).toEqual([]);
  });

  it("without any credential is 204", async () => {
    expect(await authApi(tokens).call(bare())).toMatchObject({ statusCode: 204 });
  });

  it("refuses a body without a media type", async () => {
    const answer = await authApi(tokens).call({ ...bare(), body: '{"refresh_token":"x"}' });
    expect(answer.statusCode).toBe(415);
  });

  it("ends the session of a refresh token", async () => {
    const { call, ports } = authApi(tokens);
    const body = { refresh_token: await givenSession(ports, "old") };
    expect(await call(jsonEvent(route, body))).toEqual(done);
    expect(ports.userPool.revoked).toEqual(["old"]);
  });

  it("says that a sign-out could not be confirmed when the pool is down", async () => {
    const { ports } = authApi(tokens);
    const endSessions = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const { call } = authApi(tokens, { userPool: { ...ports.userPool, endSessions } });
    expect(bodyOf(await call(bare({ authorization: "Bearer good" })))).toMatchObject({
      ...{ status: 503, detail: "The sign-out could not be confirmed. Try again shortly." },
    });
  });
});

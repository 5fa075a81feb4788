import { describe, expect, it } from "@jest/globals";
import { postConfirmation } from "../../../handlers/triggers/post-confirmation.js";
import { AuthError } from "../../../shared/domain/errors.js";
import type { SignUpAnswer } from "../../../shared/ports/index.js";
import { authApi, bodyOf, credentials, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { sampleEvent } from "../../support/sample-event.js";
import { FIRST_ID, NOW, PASSWORD, SUB } from "../../support/users.js";

const created: SignUpAnswer = { kind: "created", sub: SUB, confirmed: false };
const register = (email = "ada@example.com", change: Parameters<typeof jsonEvent>[2] = {}) =>
  jsonEvent(ROUTES.signUp, { ...credentials, email, name: "Ada" }, change);
const accepted = {
  statusCode: 202,
  headers: { "cache-control": "no-store", "content-type": "application/json" },
  body: JSON.stringify({
    status: "confirmation_required",
    delivery: { medium: "EMAIL", destination: "a***@e***" },
  }),
  cookies: [
    expect.stringMatching(
      /^__Host-sign-up=\d{10}\.[\w-]{22}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=86400$/,
    ),
  ],
};

describe("a sign-up", () => {
  it("creates an unconfirmed profile and one event, and returns the masked destination of the code", async () => {
    const { call, ports } = authApi({ signUp: created });
    expect(await call(register())).toEqual(accepted);
    expect(ports.directory.profiles.get(FIRST_ID)).toMatchObject({ status: "UNCONFIRMED", sub: SUB });
    expect(ports.audit.events).toEqual([
      {
        id: `signup.requested/${SUB}`,
        type: "signup.requested",
        version: 1,
        subject: `user:${FIRST_ID}`,
        at: NOW,
        details: {
          userId: FIRST_ID,
          sub: SUB,
          email: "ada@example.com",
          requestId: "request-1",
          sourceIp: "203.0.113.10",
          userAgent: "test-agent/1.0",
        },
      },
    ]);
  });

  it("with an address that is in use gets the very same answer, and leaves its own event", async () => {
    const { call, ports } = authApi({ signUp: { kind: "exists" } });
    expect(await call(register())).toEqual(accepted);
    expect(ports.audit.events).toMatchObject([
      { type: "signup.duplicate", subject: expect.stringMatching(/^pseudonym:/) },
    ]);
    expect(ports.directory.profiles.size).toBe(0);
  });

  it.each([
    ["weak_password", 400, "weak_password", []],
    ["unavailable", 503, "temporarily_unavailable", []],
  ] as const)("that the pool answers with %s is a %i %s", async (kind, status, code, events) => {
    const { call, ports } = authApi({ signUp: { kind } });
    const answer = await call(register());
    expect({ status: answer.statusCode, code: bodyOf(answer).code }).toEqual({ status, code });
    expect(ports.audit.events.map(({ type }) => type)).toEqual(events);
  });

  it("that the pool confirmed at once is ACTIVE", async () => {
    const { call, ports } = authApi({ signUp: { ...created, confirmed: true } });
    await call(register());
    expect(ports.directory.profiles.get(FIRST_ID)).toMatchObject({ status: "ACTIVE" });
  });

  it("does not change a confirmed profile, because triggers can run before the endpoint ends", async () => {
    const { call, ports } = authApi({ signUp: created });
    await postConfirmation(ports)(sampleEvent("post-confirmation/confirm-sign-up"));
    expect(await call(register())).toEqual(accepted);

    expect([...ports.directory.profiles.values()]).toMatchObject([{ userId: FIRST_ID, status: "ACTIVE" }]);
    expect(ports.audit.events.map(({ type }) => type)).toEqual(["signup.requested", "user.confirmed"]);
  });

  it("that cannot be stored is a 503, and the next attempt succeeds", async () => {
    const { call, ports } = authApi({ signUp: created });
    ports.audit.broken = true;
    expect((await call(register())).statusCode).toBe(503);
    ports.audit.broken = false;
    expect(await call(register())).toEqual(accepted);
    expect(ports.directory.profiles.size).toBe(1);
  });

  it("is permitted sixty times an hour for one network", async () => {
    const { call } = authApi({ signUp: { kind: "exists" } });
    for (let made = 0; made < 60; made += 1) await call(register(`user${made}@example.com`));
    expect(await call(register())).toMatchObject({ statusCode: 429, headers: { "retry-after": "3600" } });
    expect((await call(register("ada@example.com", { sourceIp: "198.51.100.1" }))).statusCode).toBe(202);
  });
});

describe("a confirmation code", () => {
  const confirm = (code: string, email = "ada@example.com") =>
    jsonEvent(ROUTES.confirm, { email, code, password: PASSWORD });

  it("that is right confirms", async () => {
    const answer = await authApi({ signUp: created }).call(confirm("123456"));
    expect({ status: answer.statusCode, body: bodyOf(answer) }).toEqual({
      status: 200,
      body: { status: "confirmed" },
    });
  });

  it("that is wrong reveals nothing about the address", async () => {
    const one = await authApi().call(confirm("000000"));
    const other = await authApi().call(confirm("000000", "nobody@example.com"));
    expect(one).toEqual(other);
    expect(bodyOf(one)).toMatchObject({ status: 400, code: "invalid_code" });
  });

  it("permits ten guesses an hour, with resent codes, and then one after each pause; the owner can still confirm", async () => {
    const { call } = authApi();
    for (let made = 0; made < 9; made += 1) await call(confirm("000000"));
    expect((await call(jsonEvent(ROUTES.resend, { email: "Ada@Example.com" }))).statusCode).toBe(202);
    const owner = { sourceIp: "198.51.100.1" };
    const right = jsonEvent(ROUTES.confirm, { ...credentials, code: "123456" }, owner);
    expect((await call(right)).statusCode).toBe(200);
    expect(await call(confirm("000000"))).toMatchObject({ statusCode: 429, headers: { "retry-after": "2" } });
  });
});

describe("another code", () => {
  it("is reported as sent for every address", async () => {
    const answer = await authApi().call(jsonEvent(ROUTES.resend, { email: "ada@example.com" }));
    const { cookies: _, ...withoutMarker } = accepted;
    expect(answer).toEqual(withoutMarker);
  });

  it("is a 429 if the pool's limit is exceeded", async () => {
    const { ports } = authApi();
    const resendCode = () => Promise.reject(new AuthError("too_many_requests", { retryAfterSeconds: 60 }));
    const { call } = authApi({}, { userPool: { ...ports.userPool, resendCode } });
    expect(await call(jsonEvent(ROUTES.resend, { email: "ada@example.com" }))).toMatchObject({
      statusCode: 429,
      headers: { "retry-after": "60" },
    });
  });
});

import { describe, expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import type { SignInAnswer } from "../../../shared/ports/index.js";
import { authApi, bodyOf, credentials, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { tokenOf } from "../../support/session-tokens.js";
import { slowThrottle } from "../../support/slow-throttle.js";
import { NOW } from "../../support/users.js";

const session = { kind: "session", session: memorySession("usr_ada") } as const;
const request = (change: Parameters<typeof jsonEvent>[2] = {}, email = "ada@example.com") =>
  jsonEvent(ROUTES.signIn, { ...credentials, email }, change);
const facts = { requestId: "request-1", sourceIp: "203.0.113.10", userAgent: "test-agent/1.0" };

describe("a sign-in", () => {
  it("of an application returns the tokens, and is audited", async () => {
    const { call, ports } = authApi({ signIn: session });
    const answer = await call(request());

    const named = { sessionId: "session-1", userId: "usr_ada" };
    const token = await tokenOf(ports, "refresh-token", named);
    expect(answer).toEqual({
      statusCode: 200,
      headers: { "cache-control": "no-store", "content-type": "application/json" },
      cookies: [
        `__Host-device=${"1".padStart(43, "0")}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=15552000`,
      ],
      body: JSON.stringify({
        status: "signed_in",
        access_token: "access-token",
        id_token: "id-token",
        refresh_token: token,
        token_type: "Bearer",
        expires_in: 900,
      }),
    });
    expect(ports.audit.events).toEqual([
      {
        id: "signin.succeeded/session-1",
        type: "signin.succeeded",
        version: 1,
        subject: "user:usr_ada",
        at: NOW,
        details: { userId: "usr_ada", sub: "sub-1", sessionId: "session-1", ...facts },
      },
    ]);
  });

  it("stores the session, with a hash in place of its refresh token", async () => {
    const { call, ports } = authApi({ signIn: session });
    await call(request());
    const stored = await ports.sessions.find({ sessionId: "session-1", userId: "usr_ada" });
    expect(stored).toEqual({
      ...{ sessionId: "session-1", userId: "usr_ada", sub: "sub-1", version: 1, replaced: [], ended: false },
      startedAtSeconds: Date.parse(NOW) / 1000,
      validUntilSeconds: Date.parse(NOW) / 1000 + 2_592_000,
      device: expect.stringMatching(/^[\w-]{22}$/),
      tokenHash: expect.stringMatching(/^[\w-]{22}$/),
    });
    expect(JSON.stringify(stored)).not.toContain("refresh-token");
  });

  it("is not stopped by a session that cannot be stored, which is counted", async () => {
    const { call, ports } = authApi({ signIn: session });
    ports.sessions.broken = true;
    expect((await call(request())).statusCode).toBe(200);
    expect(ports.metrics.counted).toContain("session_not_stored");
  });

  it("of a user without a user id yet is audited under their sub", async () => {
    const { call, ports } = authApi({ signIn: { kind: "session", session: memorySession(undefined) } });
    await call(request());
    expect(ports.audit.events).toMatchObject([{ subject: "user:sub-1" }]);
  });

  it("is not stopped by an audit table that is down", async () => {
    const { call, ports } = authApi({ signIn: session });
    ports.audit.broken = true;
    expect((await call(request())).statusCode).toBe(200);
  });
});

describe("a sign-in that fails", () => {
  const outcomes: [SignInAnswer["kind"], number, string, string][] = [
    ["refused", 401, "invalid_credentials", "invalid_credentials"],
    ["denied", 401, "invalid_credentials", "invalid_credentials"],
    ["not_confirmed", 401, "invalid_credentials", "user_not_confirmed"],
    ["reset_required", 401, "invalid_credentials", "password_reset_required"],
    ["unavailable", 503, "temporarily_unavailable", "temporarily_unavailable"],
    ["legacy_unavailable", 401, "invalid_credentials", "temporarily_unavailable"],
  ];
  it.each(outcomes)(
    "as %s answers %i %s and leaves one event, under a pseudonym, with the reason %s",
    async (kind, status, code, reason) => {
      const { call, ports } = authApi({ signIn: { kind } as SignInAnswer });
      const answer = await call(request());

      expect({ status: answer.statusCode, code: bodyOf(answer).code }).toEqual({ status, code });
      expect(answer).not.toHaveProperty("cookies");
      expect(ports.audit.events).toEqual([
        {
          id: "signin.failed/request-1",
          type: "signin.failed",
          version: 1,
          subject: expect.stringMatching(/^pseudonym:/),
          at: NOW,
          details: { reason, ...facts },
        },
      ]);
      expect(JSON.stringify(ports.audit.events)).not.toContain("ada@example.com");
    },
  );

  it.each([
    ["too_many_requests", 429],
    ["temporarily_unavailable", 503],
  ] as const)("because the pool says %s leaves its event, too", async (code, status) => {
    const { ports } = authApi();
    const signIn = () => Promise.reject(new AuthError(code, { retryAfterSeconds: 60 }));
    const api = authApi({}, { audit: ports.audit, userPool: { ...ports.userPool, signIn } });
    const answer = await api.call(request());

    expect(answer).toMatchObject({ statusCode: status, headers: { "retry-after": "60" } });
    expect(ports.audit.events).toMatchObject([{ type: "signin.failed", details: { reason: code } }]);
  });

  const GUESSES = ["refused", "denied", "not_confirmed", "reset_required", "legacy_unavailable"] as const;

  it("has one answer for every error of the pool", async () => {
    const answers = await Promise.all(GUESSES.map((kind) => authApi({ signIn: { kind } }).call(request())));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it("has one answer for every error of the pool while the legacy system is down, with Retry-After", async () => {
    const answers: unknown[] = [];
    for (const kind of GUESSES) {
      const { call, ports } = authApi({ signIn: { kind } });
      await ports.outages.report("legacy");
      const answer = await call(request());
      expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "30" } });
      answers.push(JSON.stringify(answer));
    }
    expect(new Set(answers).size).toBe(1);
  });

  it("requires another step after a correct password, also while the legacy system is down", async () => {
    const challenge = { kind: "totp", session: "pool-session", username: "sub-1" } as const;
    const { call, ports } = authApi({ signIn: { kind: "challenge", challenge } });
    await ports.outages.report("legacy");
    expect(bodyOf(await call(request()))).toMatchObject({ status: "challenge", challenge: "totp" });
    expect(ports.audit.events).toMatchObject([
      { type: "signin.failed", details: { reason: "challenge_required" } },
    ]);
  });

  it.each(GUESSES)(
    "as %s probes the legacy system with a name that no user has, once a second, in an outage or not",
    async (kind) => {
      const { ports } = authApi();
      const names: string[] = [];
      const signIn = async (name: string): Promise<SignInAnswer> => {
        names.push(name);
        return { kind };
      };
      const api = authApi({}, { outages: ports.outages, userPool: { ...ports.userPool, signIn } });
      await api.call(request());
      const probes = () => names.filter((name) => /^unknown_\w{32}@unknown\.invalid$/.test(name));
      expect([names[0], names.length, probes().length]).toEqual(["ada@example.com", 2, 1]);

      await ports.outages.report("legacy");
      for (let made = 0; made < 3; made += 1) await api.call(request());
      expect([names.length, probes().length]).toEqual([5, 1]);
      ports.clock.advance(1_000);
      await api.call(request());
      expect(probes()).toHaveLength(2);
    },
  );

  it("is a 401 again after the outage has ended", async () => {
    const { call, ports } = authApi({ signIn: { kind: "refused" } });
    await ports.outages.report("legacy");
    ports.clock.advance(301_000);
    expect((await call(request())).statusCode).toBe(401);
  });
});

describe("an outage", () => {
  it("of the pool uses up no attempts, however often it is repeated", async () => {
    const { ports } = authApi();
    const signIn = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const down = authApi({}, { throttle: ports.throttle, userPool: { ...ports.userPool, signIn } });
    const answers: unknown[] = [];
    for (let made = 0; made < 120; made += 1) answers.push((await down.call(request())).statusCode);
    expect(new Set(answers)).toEqual(new Set([503]));

    const up = authApi({ signIn: { kind: "refused" } }, { throttle: ports.throttle });
    expect((await up.call(request())).statusCode).toBe(401);
  });
});

describe("an attempt without a wrong password", () => {
  const cases: [string, () => Promise<SignInAnswer>][] = [
    ["a sign-in", async () => session],
    ["an outage of the pool", () => Promise.reject(new AuthError("temporarily_unavailable"))],
  ];
  it.each(cases)("after %s is refunded on all counters before the answer", async (_, signIn) => {
    const { ports } = authApi();
    const { throttle, refunded } = slowThrottle(ports.throttle);
    await authApi({}, { throttle, userPool: { ...ports.userPool, signIn } }).call(request());
    expect(refunded()).toBe(2);
  });
});

describe("guessing", () => {
  const guess = async (api: ReturnType<typeof authApi>, times: number, sourceIp: string, email?: string) => {
    let last = await api.call(request({ sourceIp }, email));
    for (let made = 1; made < times; made += 1) last = await api.call(request({ sourceIp }, email));
    return last;
  };

  it("is refused after ten attempts in 15 minutes, with Retry-After", async () => {
    const api = authApi();
    expect((await guess(api, 10, "203.0.113.10")).statusCode).toBe(401);
    const answer = await guess(api, 1, "203.0.113.10");

    expect(answer).toMatchObject({ statusCode: 429, headers: { "retry-after": "900" } });
    expect(bodyOf(answer)).toMatchObject({ code: "too_many_requests" });
    api.ports.clock.advance(900_000);
    expect((await guess(api, 1, "203.0.113.10")).statusCode).toBe(401);
  });

  it("is refused in the same way at an unknown address", async () => {
    const [known, unknown] = [authApi(), authApi()];
    const one = await guess(known, 11, "203.0.113.10");
    expect(await guess(unknown, 11, "203.0.113.10", "nobody@example.com")).toEqual(one);
  });

  it("in other spellings of one address counts together", async () => {
    const api = authApi();
    await guess(api, 5, "203.0.113.10", "ADA@example.com");
    await guess(api, 5, "203.0.113.10", " ada@EXAMPLE.com");
    expect((await guess(api, 1, "203.0.113.10")).statusCode).toBe(429);
  });

  it("one password tried for many users slows down after a hundred failures from one network", async () => {
    const api = authApi();
    for (let user = 0; user < 100; user += 1) {
      const answer = await guess(api, 1, "203.0.113.10", `person-${user}@example.com`);
      expect(answer.statusCode).toBe(401);
    }
    // One attempt at once, two after pauses that are short enough to wait for.
    for (const pause of [0, 2, 4]) {
      const before = api.ports.clock.now().getTime();
      expect((await guess(api, 1, "203.0.113.10", "another@example.com")).statusCode).toBe(401);
      expect(api.ports.clock.now().getTime() - before).toBe(pause * 1000);
    }
    const answer = await guess(api, 1, "203.0.113.10", "another@example.com");
    expect(answer).toMatchObject({ statusCode: 429, headers: { "retry-after": "8" } });
    expect((await guess(api, 1, "198.51.100.1", "another@example.com")).statusCode).toBe(401);
  });

  it("does not count successful sign-ins: a network of many users is not refused", async () => {
    const api = authApi({ signIn: session });
    for (let user = 0; user < 120; user += 1) {
      const answer = await guess(api, 1, "203.0.113.10", `person-${user}@example.com`);
      expect(answer.statusCode).toBe(200);
    }
  });

  it("does not lock out the owner in another network", async () => {
    const api = authApi();
    await guess(api, 11, "203.0.113.10");
    expect((await guess(api, 1, "198.51.100.1")).statusCode).toBe(401);
  });

  it("from many addresses of one IPv6 network counts as one", async () => {
    const api = authApi();
    for (let host = 1; host <= 10; host += 1) await guess(api, 1, `2001:db8:0:1::${host}`);
    expect((await guess(api, 1, "2001:db8:0:1:ffff::1")).statusCode).toBe(429);
    expect((await guess(api, 1, "2001:db8:0:2::1")).statusCode).toBe(401);
  });

  it("is not counted anew for a forged forwarding header", async () => {
    const api = authApi();
    await guess(api, 10, "203.0.113.10");
    const forged = { headers: { "x-forwarded-for": "192.0.2.1", forwarded: "for=192.0.2.1" } };
    expect((await api.call(request(forged))).statusCode).toBe(429);
  });

  it("behind CloudFront is counted by the address of the viewer", async () => {
    const api = authApi({ originSecret: "the-secret" });
    const viewer = (address: string) =>
      api.call(
        request({ headers: { "cloudfront-viewer-address": address, "x-origin-secret": "the-secret" } }),
      );
    for (let port = 1; port <= 10; port += 1) await viewer(`198.51.100.7:${port}`);
    expect((await viewer("198.51.100.7:11")).statusCode).toBe(429);
    expect((await viewer("198.51.100.8:1")).statusCode).toBe(401);
  });

  it("is counted separately from signing in: successes use up no attempts", async () => {
    const api = authApi({ signIn: session });
    expect((await guess(api, 25, "203.0.113.10")).statusCode).toBe(200);
  });
});

import { describe, expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import { learnSource } from "../../../shared/domain/known-sources.js";
import { bodyOf } from "../../support/auth-api.js";
import { passwordApi } from "../../support/password-api.js";
import { storedSessionOf } from "../../support/session-tokens.js";
import { NOW, PASSWORD, profileOf } from "../../support/users.js";

const FLOOR = { leastMs: 1_200, mostMs: 4_500, followsLegacy: true };
const ada = { email: "ada@example.com" };
const facts = { requestId: "request-1", sourceIp: "203.0.113.10", userAgent: "test-agent/1.0" };
const unavailable = () => Promise.reject(new AuthError("temporarily_unavailable"));

describe("asking for a new password", () => {
  it("answers all names the same; only the audit stream says which ones got no code", async () => {
    const [known, unknown] = [passwordApi(), passwordApi({ requestReset: "withheld" })];
    const answer = await known.forgot(ada);
    expect(await unknown.forgot(ada)).toEqual(answer);
    expect([answer.statusCode, bodyOf(answer)]).toEqual([
      202,
      { status: "reset_requested", delivery: { medium: "EMAIL", destination: "a***@e***" } },
    ]);
    const events = [known, unknown].map(({ ports }) => ports.audit.events);
    expect(events).toEqual(
      ["asked", "withheld"].map((reason) => [
        {
          id: "password.reset_requested/request-1",
          type: "password.reset_requested",
          version: 1,
          subject: expect.stringMatching(/^pseudonym:/),
          at: NOW,
          details: { reason, ...facts },
        },
      ]),
    );
  });

  it("takes as long for all names, failures included", async () => {
    const quick = passwordApi({}, () => ({}), FLOOR);
    const broken = passwordApi(
      {},
      ({ userPool }) => ({ userPool: { ...userPool, requestReset: unavailable } }),
      FLOOR,
    );
    const later = new Date(Date.parse(NOW) + 1_200);
    expect((await quick.forgot(ada)).statusCode).toBe(202);
    expect((await broken.forgot(ada)).statusCode).toBe(503);
    expect([quick.ports.clock.now(), broken.ports.clock.now()]).toEqual([later, later]);
  });

  it("is permitted three times an hour for one address, in any spelling", async () => {
    const { forgot, ports } = passwordApi();
    for (const email of ["ada@example.com", "ADA@example.com", " ada@Example.com"])
      expect((await forgot({ email })).statusCode).toBe(202);
    expect(await forgot(ada)).toMatchObject({ statusCode: 429, headers: { "retry-after": "3600" } });
    // Elsewhere, no one learns that others requested codes.
    const elsewhere = { sourceIp: "198.51.100.1", requestId: "request-2" };
    expect((await forgot(ada, elsewhere)).statusCode).toBe(202);
    expect(ports.audit.events.at(-1)).toMatchObject({ details: { reason: "too_many_requests" } });
    expect(ports.userPool.resets).toEqual(Array(3).fill("ada@example.com"));
    ports.clock.advance(3_600_000);
    expect((await forgot(ada)).statusCode).toBe(202);
  });

  it.each(["asked", "withheld", "unavailable"] as const)(
    "that ends as %s is counted like every other",
    async (requestReset) => {
      const { forgot, ports } = passwordApi({ requestReset });
      for (let asked = 0; asked < 3; asked += 1) expect((await forgot(ada)).statusCode).toBe(202);
      expect((await forgot(ada)).statusCode).toBe(429);
      expect(ports.audit.events[0]).toMatchObject({ details: { reason: requestReset } });
    },
  );

  it("is counted separately while the legacy system is known to be down, for all names", async () => {
    for (const requestReset of ["asked", "withheld", "unavailable"] as const) {
      const { forgot, ports } = passwordApi({ requestReset });
      await ports.outages.report("legacy");
      for (let asked = 0; asked < 12; asked += 1) expect((await forgot(ada)).statusCode).toBe(202);
      expect((await forgot(ada)).statusCode).toBe(429);
      await ports.outages.clear("legacy");
      for (let asked = 0; asked < 3; asked += 1) expect((await forgot(ada)).statusCode).toBe(202);
    }
  });

  it("is permitted sixty times an hour for one network", async () => {
    const { forgot } = passwordApi();
    for (let asked = 0; asked < 60; asked += 1) await forgot({ email: `person-${asked}@example.com` });
    expect((await forgot(ada)).statusCode).toBe(429);
    expect((await forgot(ada, { sourceIp: "198.51.100.1" })).statusCode).toBe(202);
  });

  it("that the pool cannot answer is a 503 with its event", async () => {
    const { forgot, ports } = passwordApi({}, ({ userPool }) => ({
      userPool: { ...userPool, requestReset: unavailable },
    }));
    expect((await forgot(ada)).statusCode).toBe(503);
    expect(ports.audit.events).toMatchObject([{ details: { reason: "temporarily_unavailable" } }]);
  });
});

describe("a new password", () => {
  const right = { ...ada, code: "123456", password: PASSWORD };

  it.each([" 123456", "123456\n", "123 456", "123\u00a0456", "１２３４５６", "١٢٣٤٥٦", "۱۲۳۴۵۶"])(
    "reads the code %j as its digits",
    async (code) => {
      expect((await passwordApi().reset({ ...right, code })).statusCode).toBe(
        (await passwordApi().reset(right)).statusCode,
      );
    },
  );

  it("ends every session of the user, and deletes the cookie of this one", async () => {
    const { reset, ports } = passwordApi();
    const answer = await reset(right);
    expect([answer.statusCode, bodyOf(answer), answer.cookies]).toEqual([
      200,
      { status: "password_reset" },
      ["Http-session", "sign-up"].map(
        (name) => `__Host-${name}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0`,
      ),
    ]);
    expect(ports.userPool.ended).toEqual(["sub-1"]);
  });

  it("ends the sessions of the second in which it is set, and is answered in the next one", async () => {
    const startedAtSeconds = Date.parse(NOW) / 1000;
    const { ports, reset } = passwordApi({ profiles: [profileOf()] });
    const session = storedSessionOf({ startedAtSeconds });
    await ports.sessions.create(session);
    expect((await reset(right)).statusCode).toBe(200);
    expect(await ports.sessions.find(session)).toMatchObject({ ended: true });
    expect(ports.clock.now().getTime()).toBeGreaterThanOrEqual((startedAtSeconds + 1) * 1000);
  });

  it("is set even if sessions cannot be ended, which is tried twice and then reported", async () => {
    let tried = 0;
    const endSessions = () => {
      tried += 1;
      return unavailable();
    };
    const { reset, ports } = passwordApi({}, ({ userPool }) => ({ userPool: { ...userPool, endSessions } }));
    expect((await reset(right)).statusCode).toBe(200);
    expect(tried).toBe(2);
    expect(ports.audit.events).toMatchObject([{ type: "password.sessions_kept", details: facts }]);
  });

  it("with a wrong code reveals nothing about the address, and ends no session", async () => {
    const { reset, ports } = passwordApi();
    const one = await reset({ ...right, code: "000000" });
    expect(await passwordApi().reset({ ...right, email: "nobody@example.com", code: "000000" })).toEqual(one);
    expect(bodyOf(one)).toMatchObject({ status: 400, code: "invalid_code" });
    expect(ports.userPool.ended).toEqual([]);
    expect(ports.audit.events).toMatchObject([
      { type: "password.reset_failed", details: { reason: "invalid_code" } },
    ]);
  });

  it.each(["short1!", "no-digits-Here", "no-upper-1", "NO-LOWER-1", "NoSymbol1", "NoSymbol1 "])(
    "as weak as %p is refused before any user is looked up",
    async (password) => {
      const { reset, ports } = passwordApi();
      const answer = await reset({ ...right, password });
      expect(bodyOf(answer)).toMatchObject({ status: 400, code: "weak_password" });
      expect(ports.audit.events).toEqual([]);
    },
  );

  it("is refused with any code that may be from before a suspension", async () => {
    const { reset, ports } = passwordApi({ profiles: [profileOf({ suspendedAt: NOW })] });
    ports.clock.advance(3_599_000);
    expect((await reset(right)).statusCode).toBe(400);
    expect(ports.audit.events.at(-1)).toMatchObject({ type: "password.reset_failed" });
    ports.clock.advance(2_000);
    expect((await reset(right)).statusCode).toBe(200);
  });

  it("is delayed after ten wrong codes, and the owner's right code is not counted", async () => {
    const { reset, ports } = passwordApi();
    for (let tries = 0; tries < 20; tries += 1) expect((await reset(right)).statusCode).toBe(200);
    const [other, third] = [{ sourceIp: "198.51.100.1" }, { sourceIp: "198.51.100.2" }];
    for (let tries = 0; tries < 11; tries += 1) await reset({ ...right, code: "000000" }, other);
    expect((await reset(right, third)).statusCode).toBe(429);
    ports.clock.advance(2_000);
    expect((await reset(right, third)).statusCode).toBe(200);
  });

  it("is accepted from a known network despite guesses of others, with ten guesses an hour", async () => {
    const { reset } = passwordApi();
    await reset(right);
    const guess = (sourceIp: string) => reset({ ...right, code: "000000" }, { sourceIp });
    for (let made = 0; made < 40; made += 1) await guess(`198.51.100.${made}`);
    expect((await reset(right)).statusCode).toBe(200);
    // Answered like guesses from other networks, but checked.
    for (let made = 0; made < 9; made += 1) expect((await guess("203.0.113.10")).statusCode).toBe(429);
    expect((await reset(right)).statusCode).toBe(200);
    for (const from of ["198.51.100.99", "203.0.113.10"]) await guess(from);
    expect((await reset(right)).statusCode).toBe(429);
  });

  it("makes other devices and networks unknown: they may be an attacker's", async () => {
    const { reset, ports } = passwordApi();
    const name = await ports.pseudonyms.of("ada@example.com");
    const now = Math.floor(ports.clock.now().getTime() / 1000);
    const attacker = {
      device: "device of an attacker",
      network: "network of an attacker",
      userId: "usr_ada",
    };
    await ports.signInSources.save(name, learnSource(undefined, attacker, now).sources);
    await reset(right);
    const query = { name, network: "203.0.113.10", networkId: "none" };
    const { known } = await ports.signInSources.find(query);
    expect(known).toMatchObject({
      devices: [],
      networks: [{ id: await ports.pseudonyms.of("network/203.0.113.10") }],
    });
  });
});

/** Sign-ups that create no user: the answer to the caller, and the mail to the owner of the address. */
import { describe, expect, it } from "@jest/globals";
import type { SignUpAnswer, SignUpInput } from "../../../shared/ports/index.js";
import { authApi, bodyOf, credentials, type Overrides, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { notices, openRules } from "../../support/triggers.js";
import { SUB } from "../../support/users.js";

const created: SignUpAnswer = { kind: "created", sub: SUB, confirmed: false };
const register = (body: object = {}) => jsonEvent(ROUTES.signUp, { ...credentials, ...body });
const taken = ["exists", "refused"] as const;

describe.each(taken)("an address in use, as the pool reports with %s", (kind) => {
  it("is answered like an unused address", async () => {
    const fresh = await authApi({ signUp: created }).call(register());
    expect(await authApi({ signUp: { kind } }).call(register())).toEqual(fresh);
  });

  it("leaves an event with the reason, and without the address", async () => {
    const { call, ports } = authApi({ signUp: { kind } });
    await call(register());
    expect(ports.audit.events).toMatchObject([
      {
        id: "signup.duplicate/request-1",
        subject: expect.stringMatching(/^pseudonym:/),
        details: { reason: kind === "exists" ? "pool" : "legacy_owner", sourceIp: "203.0.113.10" },
      },
    ]);
    expect(JSON.stringify(ports.audit.events)).not.toContain("ada@");
  });

  it("is a 503 while the legacy system is known to be down, as for every unknown address", async () => {
    const { call, ports } = authApi({ signUp: { kind } });
    await ports.outages.report("legacy");
    expect(await call(register())).toMatchObject({ statusCode: 503, headers: { "retry-after": "30" } });
    expect(ports.messenger.sent).toEqual([]);
  });

  it("is not a 503 if the stage allows sign-ups during the outage", async () => {
    const { call, ports } = authApi(
      { signUp: { kind } },
      { registrationRules: { ...openRules, whenLegacyDown: "allow" } },
    );
    await ports.outages.report("legacy");
    expect((await call(register())).statusCode).toBe(202);
  });

  it("takes as long as an unused address, by the minimum duration of the stage", async () => {
    for (const signUp of [created, { kind }]) {
      const { call, ports } = authApi(
        { signUp },
        { floor: { leastMs: 1_200, mostMs: 4_500, followsLegacy: true } },
      );
      const began = ports.clock.now().getTime();
      await call(register());
      expect(ports.clock.now().getTime() - began).toBe(1200);
    }
  });
});

describe("the owner of an address in the pool", () => {
  it("gets one mail a day about sign-ups with it, in the language that the form asks for", async () => {
    const { call, ports } = authApi({ signUp: { kind: "exists" } });
    for (let made = 0; made < 3; made += 1) await call(register({ language: "fr-CA" }));
    expect(ports.messenger.sent).toMatchObject([
      { channel: "email", to: "ada@example.com", subject: "Votre compte Example existe déjà" },
    ]);
  });

  it("gets no mail from the endpoint if the trigger has sent one", async () => {
    const { call, ports } = authApi({ signUp: { kind: "refused" } });
    await call(register());
    expect(ports.messenger.sent).toEqual([]);
  });

  it.each<[string, Overrides, (ports: ReturnType<typeof authApi>["ports"]) => void]>([
    ["the stage sends none", { notices: { ...notices, sends: false } }, () => undefined],
    ["the mail system is down", {}, (ports) => Object.assign(ports.messenger, { broken: true })],
    ["nothing can be recorded", {}, (ports) => Object.assign(ports.audit, { broken: true })],
  ])("changes nothing in the answer when %s", async (_, overrides, prepare) => {
    const { call, ports } = authApi({ signUp: { kind: "exists" } }, overrides);
    prepare(ports);
    expect(await call(register())).toEqual(await authApi({ signUp: created }).call(register()));
  });
});

describe("a sign-up against the stage's rules", () => {
  it.each([
    [{ allowedDomains: ["example.org"] }, "ada@example.com"],
    [{ deniedDomains: ["example.com"] }, "ada@example.com"],
    [{}, "ada@mailinator.com"],
  ])("%j is refused before the pool is asked", async (rules, email) => {
    const { call, ports } = authApi({ signUp: created }, { registrationRules: { ...openRules, ...rules } });
    const answer = await call(register({ email }));
    expect([answer.statusCode, bodyOf(answer).code]).toEqual([403, "sign_up_refused"]);
    expect(ports.directory.profiles.size).toBe(0);
    expect(ports.audit.events).toMatchObject([{ type: "signup.refused", details: { reason: "policy" } }]);
  });

  it("that fails the captcha gets that error, and is recorded", async () => {
    const { call, ports } = authApi({ signUp: { kind: "captcha_failed" } });
    const answer = await call(register());
    expect([answer.statusCode, bodyOf(answer).code]).toEqual([403, "captcha_failed"]);
    expect(ports.audit.events).toMatchObject([
      { type: "signup.refused", details: { reason: "captcha_failed" } },
    ]);
  });
});

it("the pool gets the normalised address, the language and the token of the captcha, and nothing else of the form", async () => {
  const asked: SignUpInput[] = [];
  const { ports } = authApi();
  const signUp = async (input: SignUpInput) => {
    asked.push(input);
    return created;
  };
  const { call } = authApi({}, { userPool: { ...ports.userPool, signUp } });
  await call(register({ email: " Ada@Example.com", language: "de", captcha_token: "t0ken", other: "x" }));
  expect(asked).toEqual([
    { email: "ada@example.com", password: credentials.password, language: "de", captchaToken: "t0ken" },
  ]);
});

import { describe, expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import type { PoolChallenge } from "../../../shared/domain/pool-challenge.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import type { StepAnswer } from "../../../shared/ports/index.js";
import { authApi, bodyOf, credentials, ROUTES } from "../../support/auth-api.js";
import { browserClient, FROM_SITE, sessionCookieIn } from "../../support/browser-client.js";
import { jsonEvent } from "../../support/http-events.js";
import { profileOf, SUB } from "../../support/users.js";

const session = { kind: "session", session: memorySession("usr_ada", SUB) } as const;
const totp: PoolChallenge = { kind: "totp", session: "pool-session-1", username: SUB };

/** The pool's answers, in their order. `asked` are the steps and answers that it got. */
const world = (first: PoolChallenge, ...answers: (StepAnswer | Error)[]) => {
  const { ports } = authApi();
  const asked: [string, string, string][] = [];
  const answerStep = async ({ kind, session: of }: PoolChallenge, answer: string): Promise<StepAnswer> => {
    asked.push([kind, of, answer]);
    const next = answers.shift() ?? { kind: "refused" };
    if (next instanceof Error) throw next;
    return next;
  };
  const userPool = {
    ...ports.userPool,
    signIn: async () => ({ kind: "challenge", challenge: first }) as const,
    answerStep,
  };
  const api = authApi({ profiles: [profileOf()] }, { userPool });
  return { ...api, asked, browser: browserClient(api.call) };
};
const held = (call: ReturnType<typeof authApi>["call"]) => {
  let token: unknown;
  const post = async (route: string, body: object) => {
    const answer = await call(jsonEvent(route, body));
    token = bodyOf(answer).challenge_token ?? token;
    return answer;
  };
  return {
    signIn: () => post(ROUTES.signIn, credentials),
    answer: (body: object) => post(ROUTES.challenge, { challenge_token: token, ...body }),
  };
};

describe("a sign-in that the pool asks another step of", () => {
  it("names the step to a browser, and goes on in it with the cookie alone", async () => {
    const { browser, asked, ports } = world({ ...totp, kind: "sms_code", destination: "+***90" }, session);
    const begun = await browser.signIn();
    expect(bodyOf(begun)).toEqual({
      status: "challenge",
      challenge: "sms_code",
      options: { destination: "+***90" },
    });
    expect(begun.cookies).toEqual([
      expect.stringMatching(/^__Host-Http-step=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/),
    ]);
    expect(JSON.stringify(begun)).not.toMatch(/pool-session|sub-/);
    const done = await browser.send(ROUTES.challenge, { code: "123456" });
    expect([done.statusCode, sessionCookieIn(done)]).toEqual([200, expect.stringContaining("usr_ada")]);
    expect(asked).toEqual([["sms_code", "pool-session-1", "123456"]]);
    expect(ports.audit.events.map(({ type }) => type)).toContain("signin.succeeded");
    // The step was used.
    expect((await browser.send(ROUTES.challenge, { code: "123456" })).statusCode).toBe(401);
  });

  it("gives a client that holds tokens a token of the step", async () => {
    const { call } = world(totp, session);
    const client = held(call);
    const begun = await client.signIn();
    expect(bodyOf(begun)).toEqual({
      ...{ status: "challenge", challenge: "totp", options: {} },
      challenge_token: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(begun.cookies).toBeUndefined();
    expect(bodyOf(await client.answer({ code: "123456" }))).toMatchObject({
      ...{ status: "signed_in", access_token: "access-token" },
    });
  });

  it("may be several steps: a choice, then the factor", async () => {
    const choice = { ...totp, kind: "choose_factor", factors: ["totp", "sms_code"] } as const;
    const next = { kind: "challenge", challenge: { ...totp, session: "pool-session-2" } } as const;
    const { browser, asked } = world(choice, next, session);
    expect(bodyOf(await browser.signIn()).options).toEqual({ factors: ["totp", "sms_code"] });
    const chosen = await browser.send(ROUTES.challenge, { factor: "totp" });
    expect(bodyOf(chosen)).toMatchObject({ status: "challenge", challenge: "totp" });
    expect((await browser.send(ROUTES.challenge, { code: "123456" })).statusCode).toBe(200);
    expect(asked).toEqual([
      ["choose_factor", "pool-session-1", "SOFTWARE_TOKEN_MFA"],
      ["totp", "pool-session-2", "123456"],
    ]);
  });

  it.each<[PoolChallenge["kind"], object, string]>([
    ["totp", { new_password: "x" }, "code"],
    ["new_password", { code: "123456" }, "new_password"],
    ["choose_factor", { factor: "constructor" }, "factor"],
    ["custom", {}, "code"],
  ])("as %s without its answer names the field, and stays", async (kind, body, field) => {
    const { browser, asked } = world({ ...totp, kind }, session);
    await browser.signIn();
    const answer = await browser.send(ROUTES.challenge, body);
    expect([answer.statusCode, bodyOf(answer).fields, asked]).toEqual([400, [field], []]);
    const right = { code: "123456", new_password: "Brand-New-1!", factor: "totp" };
    expect((await browser.send(ROUTES.challenge, right)).statusCode).toBe(200);
  });

  it("stays after a wrong code, and ends after five", async () => {
    const wrong = (at: number): StepAnswer => ({ kind: "wrong", session: `pool-session-${at}` });
    const { browser, asked, ports } = world(totp, ...[2, 3, 4, 5, 6].map(wrong), session);
    await browser.signIn();
    const codes: unknown[] = [];
    for (let time = 0; time < 6; time += 1)
      codes.push(
        bodyOf(await browser.send(ROUTES.challenge, { code: "000000" }, { requestId: `r-${time}` })).code,
      );
    expect(codes).toEqual([...Array(4).fill("invalid_code"), "session_expired", "session_expired"]);
    expect(asked.map(([, of]) => of)).toEqual([1, 2, 3, 4, 5].map((at) => `pool-session-${at}`));
    const failed = ports.audit.events.filter(({ details }) => details.reason === "invalid_code");
    expect(failed).toHaveLength(5);
    expect(JSON.stringify(failed)).not.toContain("000000");
  });

  it("stays after a weak password, without counting it", async () => {
    const weak: StepAnswer = { kind: "weak_password", session: "pool-session-2" };
    const { browser } = world({ ...totp, kind: "new_password" }, ...Array(7).fill(weak), session);
    await browser.signIn();
    for (let time = 0; time < 7; time += 1)
      expect(bodyOf(await browser.send(ROUTES.challenge, { new_password: "weak" })).code).toBe(
        "weak_password",
      );
    expect((await browser.send(ROUTES.challenge, { new_password: "Brand-New-1!" })).statusCode).toBe(200);
  });

  it("stays while the pool is down", async () => {
    const { browser } = world(totp, new AuthError("temporarily_unavailable"), session);
    await browser.signIn();
    expect((await browser.send(ROUTES.challenge, { code: "123456" })).statusCode).toBe(503);
    expect((await browser.send(ROUTES.challenge, { code: "123456" })).statusCode).toBe(200);
  });

  it("ends after ten minutes", async () => {
    const { browser, ports, asked } = world(totp, session);
    await browser.signIn();
    ports.clock.advance(600_000);
    expect((await browser.send(ROUTES.challenge, { code: "123456" })).statusCode).toBe(401);
    expect(asked).toEqual([]);
  });

  it("is answered once by two requests at the same time", async () => {
    const { browser, asked } = world(totp, session);
    await browser.signIn();
    const both = await Promise.all([1, 2].map(() => browser.send(ROUTES.challenge, { code: "123456" })));
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 401]);
    expect(asked).toHaveLength(1);
  });

  it("goes on only in pages of the site", async () => {
    const { browser } = world(totp, session);
    await browser.signIn();
    for (const headers of [{}, { "sec-fetch-site": "cross-site", "x-csrf": "1" }] as Record<string, string>[])
      expect(bodyOf(await browser.send(ROUTES.challenge, { code: "1" }, { headers })).code).toBe(
        "cross_site",
      );
    expect((await browser.send(ROUTES.challenge, { code: "1" }, { headers: FROM_SITE })).statusCode).toBe(
      200,
    );
  });
});

it("300 invented tokens of steps are throttled", async () => {
  const { call } = authApi();
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, index) =>
      call(jsonEvent(ROUTES.challenge, { challenge_token: String(index).padStart(43, "x"), code: "1" })),
    ),
  );
  const statuses = answers.map(({ statusCode }) => statusCode);
  expect(statuses.filter((status) => status === 401)).toHaveLength(60);
  expect(statuses.filter((status) => status === 429)).toHaveLength(240);
});

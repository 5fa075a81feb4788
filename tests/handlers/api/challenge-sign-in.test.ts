import { describe, expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import type { MemoryPorts } from "../../../shared/memory/ports.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import type { ChallengeAnswer, StartChallengeAnswer } from "../../../shared/ports/index.js";
import { bodyOf } from "../../support/auth-api.js";
import { challengeApi, cookieOf } from "../../support/challenge-api.js";
import { NOW } from "../../support/users.js";

const email = "ada@example.com";
const session: ChallengeAnswer = { kind: "session", session: memorySession("usr_ada") };
const TOKEN = `chl_0123456789abcdef0123456789abcdef.1735690200.${"A".repeat(43)}`;
const METHODS = [
  ["code", "verifyCode", { code: "12345678" }],
  ["link", "verifyLink", { token: TOKEN }],
] as const;

describe.each(METHODS)("a sign-in by %s", (method, verify, proof) => {
  const begun = async (api: ReturnType<typeof challengeApi>) => cookieOf(await api.post(method, { email }));

  it("begins with the same answer for all names, and a cookie for this browser only", async () => {
    const { post } = challengeApi();
    const answer = await post(method, { email });
    expect(answer).toMatchObject({
      statusCode: 202,
      headers: { "cache-control": "no-store" },
      body: JSON.stringify({
        status: `${method}_sent`,
        delivery: { medium: "EMAIL", destination: "a***@e***" },
      }),
    });
    expect(answer.cookies).toEqual([
      expect.stringMatching(
        /^__Host-challenge=wait_[0-9a-f]{32}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=600$/,
      ),
    ]);
  });

  it("ends with a session, one event, and the cookie cleared", async () => {
    const api = challengeApi({ answerChallenge: session });
    const answer = await api.post(verify, proof, { cookies: [await begun(api)] });

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toEqual({
      status: "signed_in",
      refresh_token: expect.stringMatching(/^session-1\.usr_ada\.[\w-]{22}\.refresh-token$/),
      access_token: "access-token",
      id_token: "id-token",
      token_type: "Bearer",
      expires_in: 900,
    });
    expect(answer.cookies).toEqual([
      "__Host-challenge=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0",
      expect.stringMatching(/^__Host-device=[\w-]{43}; .*HttpOnly; SameSite=Strict; Max-Age=15552000$/),
    ]);
    expect(api.ports.audit.events).toMatchObject([
      { id: "signin.succeeded/session-1", subject: "user:usr_ada", at: NOW, details: { reason: method } },
    ]);
  });

  it("permits several wrong answers: the next one goes to the pool's newest session", async () => {
    const sessions: string[] = [];
    const answers: ChallengeAnswer[] = [{ kind: "wrong", session: "pool-session-2" }, session];
    const api = challengeApi({}, (ports) => ({
      userPool: {
        ...ports.userPool,
        answerChallenge: async (input) => {
          sessions.push(input.session);
          return answers[sessions.length - 1] ?? { kind: "refused" };
        },
      },
    }));
    const cookies = [await begun(api)];
    const wrong = await api.post(verify, proof, { cookies });
    expect([wrong.statusCode, bodyOf(wrong).code]).toEqual([400, "invalid_code"]);
    expect((await api.post(verify, proof, { cookies, requestId: "request-2" })).statusCode).toBe(200);
    expect(sessions).toEqual(["pool-session-1", "pool-session-2"]);
    expect(api.ports.audit.events.map(({ type }) => type)).toEqual(["signin.failed", "signin.succeeded"]);
  });

  it("has the same error for a wrong answer, the last one, another browser, and a late answer", async () => {
    const wrong = challengeApi();
    const refused = challengeApi({ answerChallenge: { kind: "refused" } });
    const late = challengeApi({ answerChallenge: session });
    const foreign = challengeApi({ answerChallenge: session });
    const lateCookie = await begun(late);
    late.ports.clock.advance(600_000);
    const answers = [
      await wrong.post(verify, proof, { cookies: [await begun(wrong)] }),
      await refused.post(verify, proof, { cookies: [await begun(refused)] }),
      await late.post(verify, proof, { cookies: [lateCookie] }),
      await foreign.post(verify, proof, { cookies: [`__Host-challenge=wait_${"f".repeat(32)}`] }),
      await foreign.post(verify, proof),
      await foreign.post(verify, proof, { cookies: [`__Host-challenge=${"x".repeat(100)}`] }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(6).fill(400));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });

  it("works once: a second request with the cookie finds nothing", async () => {
    const api = challengeApi({ answerChallenge: session });
    const cookies = [await begun(api)];
    const both = await Promise.all([
      api.post(verify, proof, { cookies }),
      api.post(verify, proof, { cookies }),
    ]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400]);
  });

  it("can be repeated after an outage of the pool", async () => {
    const down = { now: true };
    const api = challengeApi({ answerChallenge: session }, (ports) => ({
      userPool: {
        ...ports.userPool,
        answerChallenge: (input) =>
          down.now
            ? Promise.reject(new AuthError("temporarily_unavailable"))
            : ports.userPool.answerChallenge(input),
      },
    }));
    const cookies = [await begun(api)];
    expect((await api.post(verify, proof, { cookies })).statusCode).toBe(503);
    down.now = false;
    expect((await api.post(verify, proof, { cookies, requestId: "request-2" })).statusCode).toBe(200);
  });

  it("does not reveal that a user is refused: it continues with a name that does not exist", async () => {
    const names: string[] = [];
    const turning = (ports: MemoryPorts) => ({
      userPool: {
        ...ports.userPool,
        startChallenge: async (username: string): Promise<StartChallengeAnswer> => {
          names.push(username);
          return username === email ? { kind: "refused" } : { kind: "asked", session: "s", username };
        },
      },
    });
    const refused = await challengeApi({}, turning).post(method, { email });
    const usual = await challengeApi().post(method, { email });
    expect(refused.body).toEqual(usual.body);
    expect(refused.statusCode).toBe(202);
    expect(cookieOf(refused)).toHaveLength(cookieOf(usual).length);
    expect(names).toEqual([email, expect.stringMatching(/@unknown\.invalid$/)]);
  });

  it("sends nothing after eight for one user until a pause is over, and stops after sixty for one network", async () => {
    const api = challengeApi();
    const statuses = async (
      times: number,
      change: (index: number) => { email: string; sourceIp: string },
    ) => {
      const seen = new Set<number | undefined>();
      for (let index = 0; index < times; index += 1) {
        const { email: typed, sourceIp } = change(index);
        seen.add((await api.post(method, { email: typed }, { sourceIp })).statusCode);
      }
      return [...seen];
    };
    const one = (index: number) => ({
      email: index % 2 ? "ADA@example.com" : email,
      sourceIp: `203.0.113.${index}`,
    });
    expect(await statuses(9, one)).toEqual([202]);
    expect(api.ports.userPool.challenged).toHaveLength(9);
    // The answer is that of a sent mail, and no answer to it is correct.
    const withheld = await api.post(method, { email }, { sourceIp: "203.0.113.99" });
    expect(withheld.statusCode).toBe(202);
    expect(api.ports.userPool.challenged).toHaveLength(9);
    expect((await api.post(verify, proof, { cookies: [cookieOf(withheld)] })).statusCode).toBe(400);
    expect(api.ports.audit.events).toContainEqual(
      expect.objectContaining({
        type: "signin.failed",
        details: expect.objectContaining({ reason: "too_many_requests" }),
      }),
    );
    const many = (index: number) => ({ email: `person-${index}@example.com`, sourceIp: "198.51.100.7" });
    expect(await statuses(60, many)).toEqual([202]);
    expect(await statuses(1, many)).toEqual([429]);
  });

  it("cannot be answered by the other method's endpoint", async () => {
    const api = challengeApi({ answerChallenge: session });
    const other = method === "code" ? METHODS[1] : METHODS[0];
    const answer = await api.post(other[1], other[2], { cookies: [await begun(api)] });
    expect(answer.statusCode).toBe(400);
    expect(api.ports.userPool.challenged).toHaveLength(1);
  });

  it.each([
    [{}, ["email"]],
    [{ email: "no address" }, ["email"]],
    [{ email, language: "<script>" }, ["language"]],
    [{ email: 7 }, ["email"]],
  ])("refuses to begin with %j", async (body, fields) => {
    const answer = await challengeApi().post(method, body);
    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer)).toMatchObject({ code: "invalid_request", fields });
  });

  it.each([
    {},
    { code: "12345" },
    { code: "1234-5678" },
    { code: 12345678 },
    { token: "short" },
    { token: `${TOKEN}~x` },
  ])("refuses %j before any call", async (body) => {
    const api = challengeApi();
    const answer = await api.post(verify, body, { cookies: [await begun(api)] });
    expect(bodyOf(answer)).toMatchObject({ code: "invalid_request" });
    expect(api.ports.userPool.challenged).toHaveLength(1);
  });
});

it("a link is asked for with a value of this browser, and answered with the same", async () => {
  const api = challengeApi({ answerChallenge: session });
  const cookies = [cookieOf(await api.post("link", { email }))];
  await api.post("verifyLink", { token: TOKEN }, { cookies });
  const [asked, answered] = api.ports.userPool.challenged;
  const value = /^link:([\w-]{22,128})$/.exec(asked?.answer ?? "")?.[1];
  expect(answered?.answer).toBe(`${TOKEN}~${value}`);
  expect(cookies[0]).not.toContain(value);
});

it("a code is asked for in a language if the caller names one", async () => {
  const languages: (string | undefined)[] = [];
  const api = challengeApi({}, (ports) => ({
    userPool: {
      ...ports.userPool,
      startChallenge: async (username, _, language) => {
        languages.push(language);
        return { kind: "asked", session: "s", username };
      },
    },
  }));
  await api.post("code", { email, language: "de-AT" });
  await api.post("code", { email });
  expect(languages).toEqual(["de-AT", undefined]);
});

it.each([true, false])(
  "the start takes at least the minimum duration of the stage, if it succeeds: %j",
  async (works) => {
    const failing = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const waited: string[] = [];
    const overrides = ({ userPool }: MemoryPorts) => ({
      minimumDuration: { until: async (at: Date) => void waited.push(at.toISOString()) },
      userPool: works ? userPool : { ...userPool, startChallenge: failing },
    });
    const answer = await challengeApi({}, overrides, {
      leastMs: 1_200,
      mostMs: 4_500,
      followsLegacy: true,
    }).post("code", { email });
    expect([answer.statusCode, waited]).toEqual([works ? 202 : 503, ["2025-01-01T00:00:01.200Z"]]);
  },
);

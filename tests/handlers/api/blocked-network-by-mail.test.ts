/** Callers on a blocked network, at the endpoints that send or redeem a code or a link. */
import { describe, expect, it } from "@jest/globals";
import { auditEvent } from "../../../shared/domain/audit/audit-event.js";
import type { MemoryPorts } from "../../../shared/memory/ports.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import { challengeApi, cookieOf } from "../../support/challenge-api.js";
import { passwordApi } from "../../support/password-api.js";
import { NOW, PASSWORD } from "../../support/users.js";

const ada = { email: "ada@example.com" };
const ELSEWHERE = { sourceIp: "198.51.100.1" };

const block = async ({ blockedSources }: MemoryPorts): Promise<void> => {
  const event = auditEvent("source.blocked", { subject: "source", key: "1", at: new Date(NOW) });
  const until = new Date(Date.parse(NOW) + 3_600_000);
  await blockedSources.block({ kind: "network", value: "203.0.113.0/24" }, until, event);
};
const blocked = async <Api extends { ports: MemoryPorts }>(api: Api): Promise<Api> => {
  await block(api.ports);
  return api;
};
const session = { kind: "session", session: memorySession("usr_ada") } as const;

describe.each(["code", "link"] as const)("a blocked network that asks for a %s", (method) => {
  it("gets the same answer as all callers, and no mail is requested", async () => {
    const { post, ports } = await blocked(challengeApi());
    const answer = await post(method, ada);
    expect(answer).toEqual(await challengeApi().post(method, ada));
    expect(ports.userPool.challenged).toEqual([]);
    expect(ports.audit.events.at(-1)).toMatchObject({
      type: "signin.failed",
      subject: expect.stringMatching(/^pseudonym:/),
      details: { reason: "network_blocked", sourceIp: "203.0.113.10" },
    });
  });

  it("gets a cookie that is invalid from every network", async () => {
    const { post } = await blocked(challengeApi({ answerChallenge: session }));
    const cookies = [cookieOf(await post(method, ada))];
    const answer = await post("verifyCode", { code: "12345678" }, { cookies, ...ELSEWHERE });
    expect(answer.statusCode).toBe(400);
  });

  it("takes as long as for all callers", async () => {
    const { post, ports } = await blocked(
      challengeApi({}, () => ({}), { leastMs: 1_200, mostMs: 4_500, followsLegacy: true }),
    );
    await post(method, ada);
    expect(ports.clock.now()).toEqual(new Date(Date.parse(NOW) + 1_200));
  });
});

describe("a right code that comes from a blocked network", () => {
  it("is refused as wrong, and stays valid from another network", async () => {
    const { post, ports } = challengeApi({ answerChallenge: session });
    const cookies = [cookieOf(await post("code", ada))];
    await block(ports);
    const wrong = await challengeApi().post("verifyCode", { code: "12345678" }, { cookies });
    expect(await post("verifyCode", { code: "12345678" }, { cookies })).toEqual(wrong);
    expect(ports.audit.events.at(-1)).toMatchObject({
      type: "signin.failed",
      details: { reason: "network_blocked" },
    });
    const answer = await post("verifyCode", { code: "12345678" }, { cookies, ...ELSEWHERE });
    expect(answer.statusCode).toBe(200);
  });
});

describe("a blocked network that forgot a password", () => {
  it("gets the same answer as all callers, and no code is requested", async () => {
    const { forgot, ports } = await blocked(passwordApi());
    expect(await forgot(ada)).toEqual(await passwordApi().forgot(ada));
    expect(ports.userPool.resets).toEqual([]);
    expect(ports.audit.events.at(-1)).toMatchObject({
      type: "password.reset_requested",
      details: { reason: "network_blocked" },
    });
  });

  it("sets no new password, and gets the error of a wrong code", async () => {
    const { reset, ports } = await blocked(passwordApi());
    const body = { ...ada, code: "123456", password: PASSWORD };
    expect(await reset(body)).toEqual(await passwordApi().reset({ ...body, code: "000000" }));
    expect(ports.userPool.ended).toEqual([]);
    expect(ports.audit.events.at(-1)).toMatchObject({
      type: "password.reset_failed",
      details: { reason: "network_blocked" },
    });
  });
});

it("nothing is sent or redeemed while the blocked networks cannot be read", async () => {
  const [signIn, password] = [challengeApi(), passwordApi()];
  for (const { ports } of [signIn, password]) ports.blockedSources.broken = true;
  const cookies = ["__Host-challenge=wait_1"];
  const answers = [
    await signIn.post("code", ada),
    await signIn.post("verifyCode", { code: "12345678" }, { cookies }),
    await password.forgot(ada),
    await password.reset({ ...ada, code: "123456", password: PASSWORD }),
  ];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([503, 503, 503, 503]);
  expect([signIn.ports.userPool.challenged, password.ports.userPool.resets]).toEqual([[], []]);
});

import { describe, expect, it } from "@jest/globals";
import { spendStepUp } from "../../../shared/flows/challenge/step-up.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import type { ChallengeAnswer } from "../../../shared/ports/index.js";
import { bodyOf } from "../../support/auth-api.js";
import { challengeApi, cookieOf } from "../../support/challenge-api.js";
import { NOW, principalOf, SUB } from "../../support/users.js";

const proof: ChallengeAnswer = { kind: "session", session: memorySession("usr_ada", SUB) };
const tokens = {
  good: principalOf({ activeAccountId: "acc-1" }),
  "another-session": principalOf({ sessionId: "session-2", activeAccountId: "acc-1" }),
  "another-user": principalOf({ sub: "sub-2", username: "sub-2", userId: "usr_grace" }),
};
const bearer = (token = "good") => ({ authorization: `Bearer ${token}` });
const purpose = "delete-account";
const stage = (answerChallenge: ChallengeAnswer = proof) => challengeApi({ answerChallenge, tokens });
const begun = async ({ post }: ReturnType<typeof stage>) =>
  cookieOf(await post("stepUp", { purpose }, { headers: bearer() }));
const confirm = async (api: ReturnType<typeof stage>, token = "good", cookie?: string) =>
  api.post(
    "verifyStepUp",
    { code: "12345678" },
    { headers: bearer(token), cookies: [cookie ?? (await begun(api))] },
  );
const spend = (
  api: ReturnType<typeof stage>,
  change: object = {},
  { act = "request-9", wanted = purpose, account = "acc-1" } = {},
) =>
  spendStepUp(api.ports, {
    principal: principalOf(change),
    purpose: wanted,
    systemAccountId: account,
    act,
  });

describe("a step-up", () => {
  it("sends a code to the user of the token, whatever user the body names", async () => {
    const api = stage();
    const answer = await api.post("stepUp", { purpose, email: "grace@example.com" }, { headers: bearer() });
    expect([answer.statusCode, bodyOf(answer)]).toEqual([202, { status: "code_sent" }]);
    expect(api.ports.userPool.challenged).toEqual([{ username: SUB, answer: "step-up" }]);
  });

  it("confirmed by the code is recorded, and the session of its challenge is revoked", async () => {
    const api = stage();
    const answer = await confirm(api);
    expect([answer.statusCode, bodyOf(answer)]).toEqual([
      200,
      { status: "confirmed", purpose, account_id: "acc-1", expires_in: 300 },
    ]);
    expect(answer.body).not.toContain("token");
    expect(answer.cookies).toEqual([expect.stringMatching(/^__Host-challenge=; .*Max-Age=0$/)]);
    expect(api.ports.userPool.revoked).toEqual(["refresh-token"]);
    expect(api.ports.audit.events).toMatchObject([
      {
        id: "stepup.completed/jti-1",
        subject: "user:usr_ada",
        at: NOW,
        details: { reason: purpose, sessionId: "session-1" },
      },
    ]);
  });

  it("permits one action, which may be repeated", async () => {
    const api = stage();
    await confirm(api);
    await spend(api);
    await spend(api);
    await expect(spend(api, {}, { act: "request-10" })).rejects.toMatchObject({ code: "step_up_required" });
    expect(api.ports.audit.events.map(({ id }) => id)).toEqual([
      "stepup.completed/jti-1",
      "ticket.consumed/request-9",
    ]);
  });

  it("is for the account that the request names, and for no other", async () => {
    const api = stage();
    const begun = await api.post("stepUp", { purpose, account_id: "acc-2" }, { headers: bearer() });
    const answer = await confirm(api, "good", cookieOf(begun));
    expect(bodyOf(answer)).toMatchObject({ account_id: "acc-2" });
    await expect(spend(api)).rejects.toMatchObject({ code: "step_up_required" });
    await spend(api, {}, { account: "acc-2" });
    expect(api.ports.audit.events.find(({ type }) => type === "ticket.consumed")).toMatchObject({
      details: { reason: purpose, systemAccountId: "acc-2" },
    });
  });

  it("of a user without an account permits nothing in an account", async () => {
    const homeless = principalOf({ activeAccountId: undefined });
    const api = challengeApi({ answerChallenge: proof, tokens: { good: homeless } });
    expect(bodyOf(await confirm(api))).toMatchObject({ account_id: null });
    await expect(spend(api)).rejects.toMatchObject({ code: "step_up_required" });
  });

  it.each(["", "a b", "x".repeat(129), "é", 7, null])("takes no account like %j", async (account_id) => {
    const answer = await stage().post("stepUp", { purpose, account_id }, { headers: bearer() });
    expect(bodyOf(answer)).toMatchObject({ code: "invalid_request", fields: ["account_id"] });
  });

  it("is valid for five minutes, one purpose, one session and one user", async () => {
    const api = stage();
    await confirm(api);
    const required = { code: "step_up_required" };
    await expect(spend(api, {}, { wanted: "change-address" })).rejects.toMatchObject(required);
    await expect(spend(api, { sessionId: "session-2" })).rejects.toMatchObject(required);
    await expect(spend(api, { sub: "sub-2" })).rejects.toMatchObject(required);
    api.ports.clock.advance(300_000);
    await expect(spend(api)).rejects.toMatchObject(required);
  });

  it("does not exist for a user who only signed in", async () => {
    await expect(spend(stage())).rejects.toMatchObject({ code: "step_up_required" });
  });

  it.each(["another-session", "another-user"])("cannot be confirmed with the token of %s", async (token) => {
    const api = stage();
    const cookie = await begun(api);
    const answer = await confirm(api, token, cookie);
    expect([answer.statusCode, bodyOf(answer).code]).toEqual([400, "invalid_code"]);
    expect(api.ports.audit.events).toEqual([]);
  });

  it("cannot be turned into a session at the sign-in's endpoint, nor a sign-in into a step-up", async () => {
    const api = stage();
    const asSignIn = await api.post("verifyCode", { code: "12345678" }, { cookies: [await begun(api)] });
    expect(asSignIn.statusCode).toBe(400);
    const signIn = cookieOf(await api.post("code", { email: "ada@example.com" }));
    expect((await confirm(api, "good", signIn)).statusCode).toBe(400);
    expect(api.ports.audit.events.map(({ type }) => type)).toEqual(["signin.failed"]);
  });

  it("is refused if the pool confirms another user", async () => {
    const api = stage({ kind: "session", session: memorySession("usr_grace", "sub-2") });
    expect((await confirm(api)).statusCode).toBe(400);
    await expect(spend(api)).rejects.toMatchObject({ code: "step_up_required" });
  });

  it("can be tried again after a wrong code, with the pool's newest session", async () => {
    const api = stage({ kind: "wrong", session: "pool-session-2" });
    const cookie = await begun(api);
    expect((await confirm(api, "good", cookie)).statusCode).toBe(400);
    expect((await confirm(api, "good", cookie)).statusCode).toBe(400);
    expect(api.ports.userPool.challenged).toHaveLength(3);
  });

  it.each([undefined, "unknown"])("needs a valid token: %s is refused", async (token) => {
    const headers = token === undefined ? {} : bearer(token);
    const api = stage();
    for (const [path, body] of [
      ["stepUp", { purpose }],
      ["verifyStepUp", { code: "12345678" }],
    ] as const) {
      const answer = await api.post(path, body, { headers });
      expect([answer.statusCode, bodyOf(answer).code]).toEqual([401, "session_expired"]);
    }
    expect(api.ports.userPool.challenged).toEqual([]);
  });

  it.each(["", "Delete", "a b", "x".repeat(41), "a/b", 7])("takes no purpose like %j", async (wrong) => {
    const answer = await stage().post("stepUp", { purpose: wrong }, { headers: bearer() });
    expect(bodyOf(answer)).toMatchObject({ code: "invalid_request", fields: ["purpose"] });
  });

  it("is refused to a user who may no longer sign in", async () => {
    const api = challengeApi({ startChallenge: { kind: "refused" }, tokens });
    expect((await api.post("stepUp", { purpose }, { headers: bearer() })).statusCode).toBe(403);
  });

  it("slows down after eight codes for one user", async () => {
    const api = stage();
    for (let time = 0; time < 9; time += 1) await begun(api);
    expect((await api.post("stepUp", { purpose }, { headers: bearer() })).statusCode).toBe(429);
  });
});

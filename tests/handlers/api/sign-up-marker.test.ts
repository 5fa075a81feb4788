/** The cookie of a sign-up: the one rule that says "User has not confirmed their email". */
import { describe, expect, it } from "@jest/globals";
import { memorySession } from "../../../shared/memory/user-pool.js";
import type { SignInAnswer, SignUpAnswer } from "../../../shared/ports/index.js";
import { authApi, bodyOf, credentials, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { PASSWORD, SUB } from "../../support/users.js";

const created: SignUpAnswer = { kind: "created", sub: SUB, confirmed: false };
const SIGN_UPS: readonly SignUpAnswer[] = [created, { kind: "exists" }, { kind: "refused" }];
const FAILED = ["refused", "denied", "not_confirmed", "reset_required", "legacy_unavailable"] as const;

const signIn = (cookies: readonly string[], email: string = credentials.email) =>
  jsonEvent(ROUTES.signIn, { ...credentials, email }, { cookies });
const cookieAfter = async (signUp: SignUpAnswer): Promise<string> => {
  const { cookies } = await authApi({ signUp }).call(jsonEvent(ROUTES.signUp, credentials));
  return cookies?.[0]?.split(";")[0] ?? "";
};

describe("the browser of a sign-up", () => {
  it("gets the same cookie whatever the state of the address is", async () => {
    const cookies = await Promise.all(SIGN_UPS.map(cookieAfter));
    expect(cookies[0]).toMatch(/^__Host-sign-up=\d{10}\.[\w-]{22}$/);
    expect(new Set(cookies).size).toBe(1);
  });

  it.each(FAILED)("is told that the address is not confirmed, if the pool says %s", async (kind) => {
    const cookie = await cookieAfter({ kind: "exists" });
    const { call } = authApi({ signIn: { kind } });
    const answer = await call(signIn([cookie]));
    expect(answer.statusCode).toBe(403);
    expect(bodyOf(answer)).toMatchObject({
      code: "user_not_confirmed",
      detail: "User has not confirmed their email",
      hint: "Confirm the address with the mailed code. Request a new code with POST /api/account/resend. If none arrives, reset the password with POST /api/account/forgot.",
    });
  });

  it.each(FAILED)("is told so during an outage, too, if the pool says %s", async (kind) => {
    const cookie = await cookieAfter(created);
    const { call, ports } = authApi({ signIn: { kind } });
    await ports.outages.report("legacy");
    expect(bodyOf(await call(signIn([cookie])))).toMatchObject({ code: "user_not_confirmed" });
  });

  it("is told so for a day", async () => {
    const cookie = await cookieAfter(created);
    const { call, ports } = authApi();
    ports.clock.advance(24 * 60 * 60 * 1000 - 1);
    expect((await call(signIn([cookie]))).statusCode).toBe(403);
    ports.clock.advance(1);
    expect((await call(signIn([cookie]))).statusCode).toBe(401);
  });

  it.each([
    ["a sign-in", { signIn: { kind: "session", session: memorySession("usr_ada") } as SignInAnswer }],
    ["a confirmation", {}],
  ])("loses the cookie by %s", async (name, seed) => {
    const cookie = await cookieAfter(created);
    const request =
      name === "a sign-in"
        ? signIn([cookie])
        : jsonEvent(ROUTES.confirm, { email: credentials.email, code: "123456", password: PASSWORD });
    const { cookies } = await authApi(seed).call(request);
    expect(cookies?.at(-1)).toBe("__Host-sign-up=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
  });
});

describe("every other browser", () => {
  it.each(FAILED)("gets the answer to a wrong password, if the pool says %s", async (kind) => {
    const answer = await authApi({ signIn: { kind } }).call(signIn([]));
    expect(bodyOf(answer)).toMatchObject({ status: 401, code: "invalid_credentials" });
    expect(bodyOf(answer)).not.toHaveProperty("hint");
  });

  it.each([
    ["for another address", (cookie: string) => [cookie], "bob@example.com"],
    ["with another end", (cookie: string) => [`${cookie.slice(0, -1)}~`], undefined],
    ["with a changed seal", (cookie: string) => [changed(cookie)], undefined],
    ["with a later expiry", (cookie: string) => [cookie.replace(/=(\d)/, "=9$1")], undefined],
    ["twice", (cookie: string) => [cookie, cookie], undefined],
    ["made up", () => ["__Host-sign-up=9999999999.AAAAAAAAAAAAAAAAAAAAAA"], undefined],
  ])("is one with the cookie %s", async (_, forge, email) => {
    const cookie = await cookieAfter(created);
    const answer = await authApi().call(signIn(forge(cookie), email));
    expect(bodyOf(answer)).toMatchObject({ status: 401, code: "invalid_credentials" });
  });
});

const changed = (cookie: string): string => `${cookie.slice(0, -1)}${cookie.endsWith("A") ? "B" : "A"}`;

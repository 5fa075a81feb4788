/** An address that was registered and never confirmed: its owner gets it, with a new password. */
import { describe, expect, it } from "@jest/globals";
import { postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { postConfirmation } from "../../../handlers/triggers/post-confirmation.js";
import { preAuthentication } from "../../../handlers/triggers/pre-authentication.js";
import { AuthError } from "../../../shared/domain/errors.js";
import type { MemoryPorts } from "../../../shared/memory/ports.js";
import { authApi, bodyOf, credentials, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { FIRST_ID, PASSWORD, SUB } from "../../support/users.js";

const created = { kind: "created", sub: SUB, confirmed: false } as const;
const register = (requestId = "request-1") => jsonEvent(ROUTES.signUp, credentials, { requestId });
const confirm = (change: object = {}) =>
  jsonEvent(ROUTES.confirm, { ...credentials, code: "123456", password: PASSWORD, ...change });
const byEndpoint = (ports: MemoryPorts) =>
  postConfirmation(ports)(sampleEvent("post-confirmation/confirm-sign-up-at-our-endpoint"));
const signIn = (ports: MemoryPorts, status = "CONFIRMED") =>
  preAuthentication(ports)(
    sampleEvent("pre-authentication/sign-in", {
      request: { userAttributes: { "cognito:user_status": status } },
    }),
  );
const types = ({ audit }: MemoryPorts) => audit.events.map(({ type }) => type);
const profile = ({ directory }: MemoryPorts) => directory.profiles.get(FIRST_ID);

/** A user signed up, and the pool has verified the address, but the endpoint did not finish. */
const halfway = async () => {
  const api = authApi({ signUp: created });
  await api.call(register());
  await byEndpoint(api.ports);
  return api;
};

describe("a sign-up with an address that waits for its code", () => {
  it("has the usual answer, and its owner gets another code and no other mail", async () => {
    const fresh = await authApi({ signUp: created }).call(register());
    const { call, ports } = authApi({ signUp: { kind: "exists" }, resend: "sent" });
    expect(await call(register())).toEqual(fresh);
    expect([ports.userPool.resent, ports.messenger.sent]).toEqual([["ada@example.com"], []]);
    expect(ports.audit.events).toMatchObject([
      { type: "signup.duplicate", details: { reason: "unconfirmed" } },
    ]);
  });

  it("sends at most three codes an hour to an address, and then no other mail", async () => {
    const { call, ports } = authApi({ signUp: { kind: "exists" }, resend: "sent" });
    const answers = [];
    for (let times = 0; times < 5; times += 1) answers.push(await call(register(`request-${times}`)));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect([ports.userPool.resent.length, ports.messenger.sent]).toEqual([3, []]);
  });

  it("reads the same when the code cannot be sent", async () => {
    const { ports } = authApi();
    const resendCode = () => Promise.reject(new AuthError("too_many_requests"));
    const { call } = authApi(
      { signUp: { kind: "exists" } },
      { userPool: { ...ports.userPool, signUp: async () => ({ kind: "exists" }), resendCode } },
    );
    expect((await call(register())).statusCode).toBe(202);
  });
});

describe("a confirmation", () => {
  it("sets the password that comes with the code, and makes the user ACTIVE with one event", async () => {
    const { call, ports } = await halfway();
    expect(profile(ports)).toMatchObject({ status: "UNCONFIRMED", passwordPending: true });
    expect(bodyOf(await call(confirm({ password: "The-Owners-1!" })))).toEqual({ status: "confirmed" });
    expect([...ports.userPool.passwords]).toEqual([["ada@example.com", "The-Owners-1!"]]);
    expect(profile(ports)).toMatchObject({ status: "ACTIVE" });
    expect(types(ports)).toEqual(["signup.requested", "user.confirmed"]);
    expect((await signIn(ports)).response).toEqual({});
  });

  it.each([
    ["a wrong code", { code: "000000" }, "invalid_code"],
    ["a weak password", { password: "weak" }, "weak_password"],
  ])("with %s sets no password", async (_, change, code) => {
    const { call, ports } = await halfway();
    expect(bodyOf(await call(confirm(change)))).toMatchObject({ code });
    expect([...ports.userPool.passwords]).toEqual([]);
    expect(profile(ports)).toMatchObject({ status: "UNCONFIRMED" });
  });

  it("that was delivered to the trigger again, also later, changes nothing", async () => {
    const { call, ports } = await halfway();
    await byEndpoint(ports);
    await call(confirm());
    await byEndpoint(ports);
    expect(profile(ports)).toMatchObject({ status: "ACTIVE" });
    expect(types(ports)).toEqual(["signup.requested", "user.confirmed"]);
  });

  it("tries twice to set the password, and then reports the failure", async () => {
    let tried = 0;
    const { ports } = authApi({ signUp: created });
    const setPassword = () => {
      tried += 1;
      return Promise.reject(new AuthError("temporarily_unavailable"));
    };
    const { call } = authApi({}, { userPool: { ...ports.userPool, setPassword } });
    expect([(await call(confirm())).statusCode, tried]).toEqual([503, 2]);
  });
});

describe("the password that an address was registered with", () => {
  it("is invalid after the confirmation of the address, until the owner's password is set", async () => {
    const { ports } = await halfway();
    expect((await rejectionOf(signIn(ports))).message).toBe(thrownWords("invalid_credentials"));
    expect(ports.audit.events.at(-1)).toMatchObject({
      type: "signin.denied",
      details: { reason: "password_pending", userId: FIRST_ID },
    });
    await postAuthentication(ports)(sampleEvent("post-authentication/sign-in"));
    expect(profile(ports)).toMatchObject({ status: "UNCONFIRMED" });
  });

  it.each(["", "RESET_REQUIRED", "SOMETHING_NEW"])(
    "is invalid for a user whose status is %p",
    async (status) => {
      const { ports } = await halfway();
      expect((await rejectionOf(signIn(ports, status))).message).toBe(thrownWords("invalid_credentials"));
    },
  );

  it("is refused by the pool until its confirmation, as before", async () => {
    const { call, ports } = authApi({ signUp: created });
    await call(register());
    expect((await signIn(ports, "UNCONFIRMED")).response).toEqual({});
  });

  it("is not valid after a confirmation by another endpoint either", async () => {
    const { call, ports } = authApi({ signUp: created });
    await call(register());
    await postConfirmation(ports)(sampleEvent("post-confirmation/confirm-sign-up"));
    expect((await rejectionOf(signIn(ports))).message).toBe(thrownWords("invalid_credentials"));
  });

  it("is replaced when the owner sets a new password with a mailed code", async () => {
    const { ports } = await halfway();
    await postConfirmation(ports)(sampleEvent("post-confirmation/confirm-forgot-password"));
    expect(profile(ports)).toMatchObject({ status: "ACTIVE" });
    expect(types(ports)).toEqual(["signup.requested", "password.reset", "user.confirmed"]);
    expect((await signIn(ports)).response).toEqual({});
  });

  it("is not valid where the registration had left no profile", async () => {
    const { call, ports } = authApi({ signUp: created });
    await byEndpoint(ports);
    expect((await rejectionOf(signIn(ports))).message).toBe(thrownWords("invalid_credentials"));
    await call(confirm());
    expect((await signIn(ports)).response).toEqual({});
  });
});

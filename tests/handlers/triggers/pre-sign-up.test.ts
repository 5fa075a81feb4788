import { describe, expect, it } from "@jest/globals";
import { preSignUp } from "../../../handlers/triggers/pre-sign-up.js";
import type { RegistrationRules } from "../../../shared/domain/sign-up-policy.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { type SampleChange, sampleEvent } from "../../support/sample-event.js";
import { googleOnly, notices, openRules } from "../../support/triggers.js";

const handlerOf = (rules: Partial<RegistrationRules> = {}, ports = memoryPorts()) =>
  preSignUp({
    ...ports,
    federationPolicy: googleOnly,
    notices,
    registrationRules: { ...openRules, ...rules },
  });
const registration = (email: string | undefined, request: SampleChange = {}) =>
  sampleEvent("pre-sign-up/sign-up", { request: { userAttributes: { email }, ...request } });
const register = (email: string | undefined, rules: Partial<RegistrationRules> = {}) =>
  handlerOf(rules)(registration(email));

const only = (...allowedDomains: string[]) => ({ allowedDomains });
const not = (...deniedDomains: string[]) => ({ deniedDomains });

describe("a sign-up", () => {
  it("is admitted without confirming or verifying anything", async () => {
    const { response } = await register("ada@example.com");
    expect(response).toEqual({ autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false });
  });

  it.each([
    ["of an allowed domain", "ada@example.com", only("example.com")],
    ["of its sub-domain", "ada@uk.example.com", only("example.com")],
    ["in any casing", "Ada@EXAMPLE.com", only("example.com")],
    ["of a disposable domain where a stage allows those", "a@mailinator.com", { disposableDomains: "allow" }],
    ["of a disposable domain that a stage allows by name", "a@mailinator.com", only("mailinator.com")],
  ] as const)("is admitted for an address %s", async (_, email, rules) => {
    await expect(register(email, rules)).resolves.toHaveProperty("response.autoConfirmUser", false);
  });

  it.each([
    ["of another domain", "ada@example.org", only("example.com")],
    ["of a domain with the same ending", "ada@badexample.com", only("example.com")],
    ["of a denied domain", "ada@example.com", not("example.com")],
    ["that is denied and allowed", "a@x.example.com", { ...only("example.com"), ...not("x.example.com") }],
    ["of a disposable domain", "a@Mailinator.com", {}],
    ["of what is below one", "a@in.mailinator.com", {}],
    ["that is not a mail address", "ada", {}],
    ["that is missing", undefined, {}],
  ] as const)(
    "is refused with the same error for an address %s, and no service is called",
    async (_, email, rules) => {
      const ports = memoryPorts();
      const thrown = await rejectionOf(handlerOf(rules, ports)(registration(email)));
      expect(thrown.message).toBe(thrownWords("sign_up_refused"));
      expect([ports.captcha.tokens, ports.legacy.calls]).toEqual([[], 0]);
    },
  );

  it.each([{ admin: "true" }, { captcha: 7 }, "text", null])(
    "applies its rules whatever validation data %j a caller sends",
    async (validationData) => {
      const handler = handlerOf(only("example.com"));
      const thrown = await rejectionOf(handler(registration("a@example.org", { validationData })));
      expect(thrown.message).toBe(thrownWords("sign_up_refused"));
    },
  );
});

describe("the captcha", () => {
  it("checks the token of the validation data", async () => {
    const ports = memoryPorts();
    await handlerOf({}, ports)(registration("ada@example.com"));
    await handlerOf({}, ports)(registration("ada@example.com", { validationData: null }));
    expect(ports.captcha.tokens).toEqual(["0.sample-captcha-token", undefined]);
  });

  it.each([
    ["refused", "captcha_failed"],
    ["unavailable", "temporarily_unavailable"],
  ] as const)(
    "that has %s it ends the sign-up with %s, before the legacy system is asked",
    async (answer, code) => {
      const ports = memoryPorts();
      ports.captcha.answer = answer;
      const thrown = await rejectionOf(handlerOf({}, ports)(registration("ada@example.com")));
      expect(thrown.message).toBe(thrownWords(code));
      expect(ports.legacy.calls).toBe(0);
    },
  );
});

it("an administrator may create any user, and a migration, which has the same source, is not looked up", async () => {
  const ports = memoryPorts();
  ports.captcha.answer = "refused";
  const handler = handlerOf({ ...only("example.org"), ...not("example.com") }, ports);
  const { response } = await handler(sampleEvent("pre-sign-up/admin-create-user"));
  expect(response).toMatchObject({ autoConfirmUser: false });
  expect([ports.captcha.tokens, ports.legacy.calls]).toEqual([[], 0]);
});

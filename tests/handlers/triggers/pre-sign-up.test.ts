import { describe, expect, it } from "@jest/globals";
import { preSignUp } from "../../../handlers/triggers/pre-sign-up.js";
import { memoryPorts } from "../../../local/memory/ports.js";
import type { SignUpPolicy } from "../../../shared/domain/sign-up-policy.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { googleOnly } from "../../support/triggers.js";

const open: SignUpPolicy = { allowedDomains: [], deniedDomains: [] };
const register = (email: string | undefined, policy = open) =>
  preSignUp({ ...memoryPorts(), federation: googleOnly, policy })(
    sampleEvent("pre-sign-up/sign-up", { request: { userAttributes: { email } } }),
  );

describe("a sign-up", () => {
  it("trap 18: is admitted without confirming or verifying anything", async () => {
    const { response } = await register("ada@example.com");
    expect(response).toEqual({ autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false });
  });

  it.each([
    ["of an allowed domain", "ada@example.com", { allowedDomains: ["example.com"], deniedDomains: [] }],
    ["of its sub-domain", "ada@uk.example.com", { allowedDomains: ["example.com"], deniedDomains: [] }],
    ["in any casing", "Ada@EXAMPLE.com", { allowedDomains: ["example.com"], deniedDomains: [] }],
  ])("is admitted for an address %s", async (_, email, policy) => {
    await expect(register(email, policy)).resolves.toHaveProperty("response.autoConfirmUser", false);
  });

  it.each([
    ["of another domain", "ada@example.org", { allowedDomains: ["example.com"], deniedDomains: [] }],
    [
      "of a domain with the same ending",
      "ada@badexample.com",
      { allowedDomains: ["example.com"], deniedDomains: [] },
    ],
    ["of a denied domain", "ada@example.com", { allowedDomains: [], deniedDomains: ["example.com"] }],
    [
      "that is denied and allowed",
      "a@x.example.com",
      { allowedDomains: ["example.com"], deniedDomains: ["x.example.com"] },
    ],
    ["that is none", "ada", open],
    ["that is missing", undefined, open],
  ])("is refused in the same words for an address %s", async (_, email, policy) => {
    const thrown = await rejectionOf(register(email, policy));
    expect(thrown.message).toBe(thrownWords("sign_up_refused"));
  });

  it("gives a caller's validation data no weight", async () => {
    const event = sampleEvent("pre-sign-up/sign-up", {
      request: { userAttributes: { email: "a@example.org" }, validationData: { admin: "true" } },
    });
    const handler = preSignUp({
      ...memoryPorts(),
      federation: googleOnly,
      policy: { ...open, allowedDomains: ["example.com"] },
    });
    expect((await rejectionOf(handler(event))).message).toBe(thrownWords("sign_up_refused"));
  });
});

it("trap 17: an administrator may create whom they like", async () => {
  const policy = { allowedDomains: ["example.org"], deniedDomains: ["example.com"] };
  const answer = await preSignUp({ ...memoryPorts(), federation: googleOnly, policy })(
    sampleEvent("pre-sign-up/admin-create-user"),
  );
  expect(answer.response).toMatchObject({ autoConfirmUser: false });
});

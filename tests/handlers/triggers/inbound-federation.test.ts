import { describe, expect, it } from "@jest/globals";
import { inboundFederation } from "../../../handlers/triggers/inbound-federation.js";
import fc from "../../../packages/local-aws/tests/support/property.js";
import type { FederationPolicy } from "../../../shared/domain/federation.js";
import type { SignUpPolicy } from "../../../shared/domain/sign-up-policy.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { anyText } from "../../support/any-text.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { googleOnly, openPolicy } from "../../support/triggers.js";

type Claims = Readonly<Record<string, unknown>>;

const arrive = async (
  claims: Claims = {},
  policies: { federation?: FederationPolicy; signUp?: SignUpPolicy; provider?: string } = {},
) => {
  const ports = memoryPorts();
  const { federation = googleOnly, signUp = openPolicy, provider = "Google" } = policies;
  const handler = inboundFederation({ ...ports, federationPolicy: federation, signUpPolicy: signUp });
  const event = sampleEvent("inbound-federation/google", {
    request: { providerName: provider, attributes: { idToken: claims } },
  });
  const outcome = handler(event).then(
    ({ response }) => response.userAttributesToMap as Record<string, string>,
  );
  return { ports, outcome };
};
const keptOf = async (claims: Claims) => (await arrive(claims)).outcome;

describe("what is kept of a provider's claims", () => {
  it("is the complete answer: known claims, trimmed, with the normalised address", async () => {
    expect(await keptOf({})).toEqual({
      sub: "108204268033311374519",
      email: "ada@example.com",
      email_verified: "true",
      name: "Ada Lovelace",
      given_name: "Ada",
      family_name: "Lovelace",
      picture: "https://lh3.example/a",
    });
  });

  it("is cut to the length of an attribute, and never in the middle of a character", async () => {
    const kept = await keptOf({ name: `${"x".repeat(2047)}\u{1f600}` });
    expect(kept.name).toHaveLength(2048);
    expect(kept.name?.isWellFormed()).toBe(true);
  });

  it("has one spelling for composed and decomposed letters", async () => {
    expect(await keptOf({ name: "Zoe\u0308" })).toMatchObject({ name: "Zo\u00eb" });
  });

  it("has no invisible characters and no lone surrogates, whatever the provider sends", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const kept = await keptOf({ name: text, given_name: text, picture: text });
        for (const value of Object.values(kept)) expect(value).toMatch(/^[^\p{C}\p{Zl}\p{Zp}\u2800]+$/u);
      }),
      { numRuns: 60 },
    );
  });

  it.each(["10\u200b8", "108\u202e", "\ud800", "x".repeat(257)])(
    "has the subject as the provider sent it, and none for %j, so that two subjects never become one",
    async (sub) => {
      expect(await keptOf({ sub: "Ab/e\u0301 1" })).toHaveProperty("sub", "Ab/e\u0301 1");
      expect(await keptOf({ sub })).not.toHaveProperty("sub");
    },
  );

  it.each([
    "custom:legacy_id",
    "custom:user_id",
    "custom:department",
    "cognito:groups",
    "groups",
    "__proto__",
  ])("has no %s, whatever the provider sends", async (claim) => {
    const kept = await keptOf(JSON.parse(`{"${claim}": "taken"}`) as Claims);
    expect(JSON.stringify(kept)).not.toContain("taken");
  });
});

describe("a federated user who is refused", () => {
  it.each<[string, Claims, Parameters<typeof arrive>[1], string]>([
    ["whose provider the stage does not list", {}, { provider: "Partner" }, "provider_not_allowed"],
    ["without an address", { email: "" }, {}, "email_missing"],
    ["whose address is malformed", { email: "ada" }, {}, "email_missing"],
    ["whose address the provider has not verified", { email_verified: "false" }, {}, "email_unverified"],
    [
      "whose provider does not say whether the address is verified",
      { email_verified: undefined },
      {},
      "email_unverified",
    ],
    ["whose `email_verified` has another spelling", { email_verified: "TRUE" }, {}, "email_unverified"],
    [
      "of another Workspace",
      { hd: "example.org" },
      { federation: { ...googleOnly, hostedDomains: ["example.com"] } },
      "hosted_domain_not_allowed",
    ],
    [
      "of no Workspace",
      { hd: undefined },
      { federation: { ...googleOnly, hostedDomains: ["example.com"] } },
      "hosted_domain_not_allowed",
    ],
    [
      "of a denied domain",
      {},
      { signUp: { ...openPolicy, deniedDomains: ["example.com"] } },
      "domain_not_allowed",
    ],
  ])("gets the same refusal: one %s", async (_, claims, policies, reason) => {
    const { ports, outcome } = await arrive(claims, policies);
    expect((await rejectionOf(outcome)).message).toBe(thrownWords("federation_refused"));
    expect(ports.audit.events).toMatchObject([{ type: "federation.refused", details: { reason } }]);
  });

  it("is one event for repeated deliveries, without the name or an address", async () => {
    const ports = memoryPorts();
    const handler = inboundFederation({ ...ports, federationPolicy: googleOnly, signUpPolicy: openPolicy });
    for (let delivery = 0; delivery < 3; delivery += 1)
      await rejectionOf(handler(sampleEvent("inbound-federation/unverified-address")));
    expect(ports.audit.events).toHaveLength(1);
    expect(JSON.stringify(ports.audit.events)).not.toMatch(/ada|108204268033311374519/i);
  });
});

it("is admitted from the Workspace that the stage names", async () => {
  const federation = { ...googleOnly, hostedDomains: ["example.com"] };
  await expect((await arrive({}, { federation })).outcome).resolves.toHaveProperty("email");
});

it("the provider's tokens are not in any answer, log line or event", async () => {
  const ports = memoryPorts();
  const handler = inboundFederation({ ...ports, federationPolicy: googleOnly, signUpPolicy: openPolicy });
  const event = sampleEvent("inbound-federation/google", {
    request: { attributes: { tokenResponse: { access_token: "c4nary-token" } } },
  });
  const { response } = await handler(event);
  const said = JSON.stringify([response, ports.audit.events]) + ports.logger.dump();
  expect(said).not.toContain("c4nary");
});

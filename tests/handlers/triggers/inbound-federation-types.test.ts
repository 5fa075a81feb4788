/** InboundFederation by the type of the provider: which address counts as verified, and under which names claims are kept. */
import { describe, expect, it } from "@jest/globals";
import { inboundFederation } from "../../../handlers/triggers/inbound-federation.js";
import type { FederationPolicy } from "../../../shared/domain/federation.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { allTypes, openPolicy } from "../../support/triggers.js";

type Claims = Readonly<Record<string, unknown>>;
type Source = "idToken" | "samlResponse" | "userInfo";

const CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";
const EMAIL = `${CLAIMS}/emailaddress`;

const arrive = (
  sample: `inbound-federation/${string}`,
  source: Source,
  claims: Claims = {},
  federationPolicy: FederationPolicy = allTypes,
) => {
  const ports = memoryPorts();
  const handler = inboundFederation({ ...ports, federationPolicy, signUpPolicy: openPolicy });
  const event = sampleEvent(sample, { request: { attributes: { [source]: claims } } });
  const kept = handler(event).then(({ response }) => response.userAttributesToMap as Record<string, string>);
  return { ports, kept };
};
const okta = (claims?: Claims) => arrive("inbound-federation/openid-connect", "idToken", claims);
const corp = (claims?: Claims) => arrive("inbound-federation/saml-own-domain", "samlResponse", claims);

const refused = async ({ ports, kept }: ReturnType<typeof arrive>): Promise<unknown> => {
  expect((await rejectionOf(kept)).message).toBe(thrownWords("federation_refused"));
  return ports.audit.events.map(({ type, details }) => [type, details.reason]);
};

describe("a user of an OpenID Connect provider with domains", () => {
  it("arrives with the verified address, under the names that the pool maps", async () => {
    expect(await okta().kept).toEqual({
      sub: "00u1example",
      email: "ada@example.com",
      email_verified: "true",
      name: "Ada Lovelace",
      given_name: "Ada",
      family_name: "Lovelace",
    });
  });

  it.each<[string, Claims, string]>([
    ["an address that the provider did not verify", { email_verified: "false" }, "email_unverified"],
    ["an address of which it says nothing", { email_verified: undefined }, "email_unverified"],
    ["a verified address of another domain", { email: "ada@example.org" }, "domain_not_of_provider"],
    ["an address of a sub-domain", { email: "ada@a.example.com" }, "domain_not_of_provider"],
    ["an address of another provider's domain", { email: "ada@corp.example" }, "domain_not_of_provider"],
    ["a domain that only ends like its own", { email: "ada@notexample.com" }, "domain_not_of_provider"],
  ])("is refused with %s", async (_, claims, reason) => {
    expect(await refused(okta(claims))).toEqual([["federation.refused", reason]]);
  });

  it.each(["ada@EXAMPLE.com", "ada@münchen.example", "ada@MÜNCHEN.example", "ada@xn--mnchen-3ya.example"])(
    "may have the address %s, of one of its domains",
    async (email) => {
      expect(await okta({ email }).kept).toHaveProperty("email", email.toLowerCase());
    },
  );
});

describe("a user of a SAML provider", () => {
  it("arrives with an address of its domains, which counts as verified, under the provider's own names", async () => {
    expect(await corp().kept).toEqual({
      [EMAIL]: "ada@corp.example",
      [`${CLAIMS}/givenname`]: "Ada",
      [`${CLAIMS}/surname`]: "Lovelace",
      email_verified: "true",
    });
  });

  it.each<[string, Claims, string]>([
    ["an address of another domain", { [EMAIL]: "ada@example.com" }, "domain_not_of_provider"],
    [
      "an address of another domain that it calls verified",
      { [EMAIL]: "ada@example.com", email_verified: "true" },
      "domain_not_of_provider",
    ],
    [
      "no address under the name in the setting",
      { [EMAIL]: undefined, email: "ada@corp.example" },
      "email_missing",
    ],
    ["several addresses", { [EMAIL]: "[ada@corp.example, bob@corp.example]" }, "email_missing"],
    ["two signs @", { [EMAIL]: "ada@example.com@corp.example" }, "email_missing"],
  ])("is refused with %s", async (_, claims, reason) => {
    expect(await refused(corp(claims))).toEqual([["federation.refused", reason]]);
  });

  it("is in no Google Workspace, whatever the stage says of Google", async () => {
    const policy = { ...allTypes, hostedDomains: ["example.com"] };
    const { kept } = arrive("inbound-federation/saml-own-domain", "samlResponse", {}, policy);
    await expect(kept).resolves.toHaveProperty("email_verified", "true");
  });
});

/** Linking by providers with domains, and by those that prove no addresses. */
import { describe, expect, it } from "@jest/globals";
import { preSignUp } from "../../../handlers/triggers/pre-sign-up.js";
import { type MemoryPorts, memoryPorts } from "../../../shared/memory/ports.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { allTypes, notices, openRules } from "../../support/triggers.js";
import { profileOf, SUB } from "../../support/users.js";

const stage = (email: string) => memoryPorts({ profiles: [profileOf()], natives: [{ email, sub: SUB }] });

describe("a federated user whose provider has rules of its own", () => {
  const arrives = (ports: MemoryPorts, sample: string, email: string) =>
    preSignUp({ ...ports, federationPolicy: allTypes, notices, registrationRules: openRules })(
      sampleEvent(`pre-sign-up/${sample}`, { request: { userAttributes: { email } } }),
    );

  it.each(["openid-connect ada@example.com", "saml ada@corp.example"])(
    "is linked with an address of the provider's domain: %s",
    async (given) => {
      const [sample = "", email = ""] = given.split(" ");
      const ports = stage(email);
      await arrives(ports, sample, email);
      expect([...ports.identities.links.values()]).toEqual([SUB]);
    },
  );

  it.each(["openid-connect ada@corp.example", "saml ada@example.com", "facebook ada@example.com"])(
    "is not linked with another address, also if InboundFederation is not deployed: %s",
    async (given) => {
      const [sample = "", email = ""] = given.split(" ");
      const ports = stage(email);
      expect((await rejectionOf(arrives(ports, sample, email))).message).toBe(
        thrownWords("federation_refused"),
      );
      expect(ports.identities.links.size).toBe(0);
    },
  );
});

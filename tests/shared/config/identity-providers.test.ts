/** The setting `identityProviders`: each mistake is named with its place, and no value is shown. */
import { describe, expect, it } from "@jest/globals";
import { declaredProviders } from "../../../shared/config/identity-providers.js";
import * as config from "../../../shared/config/index.js";
import { refusedAlone } from "../../support/settings.js";

const oidc = { name: "Okta", type: "OIDC", clientId: "client", issuer: "https://okta.example.com" };
const saml = { name: "Corp", type: "SAML", metadataUrl: "https://corp.example/metadata" };
const facebook = { name: "Facebook", type: "Facebook", clientId: "1234" };
const settings = (...providers: readonly unknown[]) => ({ IDENTITY_PROVIDERS: JSON.stringify(providers) });
const words = (...providers: readonly unknown[]) =>
  refusedAlone(config.identityProviders, {}, "IDENTITY_PROVIDERS", JSON.stringify(providers)).replace(
    "takes a list of providers, each {name, type} with what its type needs, as JSON; ",
    "",
  );
const domainsOf = (count: number) => Array.from({ length: count }, (_, index) => `d${index}.example`);

describe("a wrong provider", () => {
  it.each<[readonly unknown[], string]>([
    [["c4nary"], "provider 1 is not an object"],
    [[{}], "provider 1 type is not OIDC, SAML or Facebook"],
    [[{ ...oidc, type: "Google" }], "provider 1 type is not OIDC, SAML or Facebook"],
    [[saml, { ...oidc, name: undefined }], "provider 2 name is missing"],
    [[{ ...oidc, name: 7 }], "provider 1 name is of another type than it should be"],
    ...["Ok", "_okta", "ok_ta", "okta ", "Ökta", "x".repeat(33)].map((name): [unknown[], string] => [
      [{ ...oidc, name }],
      "provider 1 name is not 3 to 32 letters, digits and hyphens",
    ]),
    ...["Google", "GOOGLE", "Cognito", "facebook", "LoginWithAmazon", "Sign-In-With-Apple"].map(
      (name): [unknown[], string] => [[{ ...oidc, name }], "provider 1 name is reserved"],
    ),
    [[{ ...facebook, name: "Face" }], "provider 1 name is not Facebook"],
    [[oidc, { ...saml, name: "OKTA" }], "provider 2 has a name of the list a second time"],
    [[oidc, { ...saml, name: "Ok-ta" }], "provider 2 has a name of the list a second time"],
    [[{ ...oidc, clientId: undefined }], "provider 1 clientId is missing"],
    [
      [{ ...oidc, clientId: "c4nary c4nary" }],
      "clientId is not the id of a client, of at most 256 characters",
    ],
    ...[
      "http://okta.example.com",
      "https://u:c4nary@okta.example.com",
      "https://okta.example.com?a=b",
      "okta",
    ].map((issuer): [unknown[], string] => [
      [{ ...oidc, issuer }],
      "provider 1 issuer is not a URL with https, without user name, query and fragment",
    ]),
    [[{ ...oidc, scopes: "email profile" }], "provider 1 scopes is not scopes with openid and email"],
    [[{ ...saml, metadataUrl: undefined }], "provider 1 metadataUrl is missing"],
    [
      [{ ...saml, metadataUrl: "http://corp.example/metadata" }],
      "provider 1 metadataUrl is not a URL with https",
    ],
    [[{ ...saml, attributes: { email: "" } }], "provider 1 attributes.email is not the name of an attribute"],
    [[{ ...saml, attributes: { email: "email_verified" } }], "provider 1 attributes.email is not the name"],
    [[{ ...saml, attributes: { sub: "x" } }], "provider 1 attributes has an unknown field: sub"],
    [[{ ...oidc, clientSecret: "c4nary" }], "provider 1 has an unknown field: clientSecret"],
    [[{ ...oidc, domains: [] }], "provider 1 domains is empty"],
    [[{ ...oidc, domains: domainsOf(50) }], "provider 1 domains is too long"],
    ...["Example.com", "example", "example.com.", "münchen.de", "*.example.com", "127.0.0.1", "a@b.co"].map(
      (domain): [unknown[], string] => [
        [{ ...oidc, domains: [domain] }],
        "provider 1 domains.0 is not a domain in small letters, in ASCII",
      ],
    ),
    [
      [
        { ...oidc, domains: ["a.example"] },
        { ...saml, domains: ["b.example", "a.example"] },
      ],
      "provider 2 has a domain of the list a second time; provider 2 has an identifier of the list a second time",
    ],
    [
      [
        { ...oidc, domains: ["a.example"] },
        { ...saml, domains: ["b.example"], identifier: "a.example" },
      ],
      "provider 2 has an identifier of the list a second time",
    ],
    [[{ ...oidc, identifier: "a,b" }], "provider 1 identifier is not 1 to 40 letters"],
    [[{ ...oidc, domains: ["a.example"], provesAddress: false }], "has domains, but provesAddress is false"],
    [[{ ...saml, provesAddress: true }], "has provesAddress, but no domains whose addresses it proves"],
    [[{ ...facebook, provesAddress: true }], "but Facebook proves no addresses"],
    [[{ ...facebook, domains: ["a.example"] }], "but Facebook proves no addresses"],
    [[{ ...oidc, provesAddress: "true" }], "provider 1 provesAddress is of another type"],
    [Array.from({ length: 51 }, (_, index) => ({ ...oidc, name: `Okta-${index}` })), "the list is too long"],
  ])("of %j is named", (providers, wanted) => {
    expect(words(...providers)).toContain(wanted);
    expect(words(...providers)).not.toContain("c4nary");
  });

  it("is named with all others", () => {
    expect(words({ ...oidc, issuer: "" }, { ...saml, name: "" })).toBe(
      "provider 1 issuer is not a URL with https, without user name, query and fragment; " +
        "provider 2 name is not 3 to 32 letters, digits and hyphens",
    );
  });

  it.each(["{}", "null", '"x"'])("is not looked for in %s, which is no list", (text) => {
    expect(refusedAlone(config.identityProviders, {}, "IDENTITY_PROVIDERS", text)).toMatch(
      /takes a list of providers.*the list is not a list/,
    );
  });
});

describe("sound providers", () => {
  it("are none without the setting", () => {
    expect(config.identityProviders({})).toEqual([]);
    expect(
      config.federationPolicy({ FEDERATION_HOSTED_DOMAINS: "" }).providers.map(({ name }) => name),
    ).toEqual(["Google"]);
  });

  it("prove the addresses of their own domains, and others only if the setting says so", () => {
    const proven = config.identityProviders(
      settings(
        oidc,
        { ...oidc, name: "Okta2", provesAddress: true },
        { ...oidc, name: "Okta3", domains: ["okta.example"] },
        saml,
        { ...saml, name: "Corp2", domains: domainsOf(49), identifier: "corp" },
        facebook,
      ),
    );
    expect(proven.map(({ name, provesAddress }) => [name, provesAddress])).toEqual([
      ["Okta", false],
      ["Okta2", true],
      ["Okta3", true],
      ["Corp", false],
      ["Corp2", true],
      ["Facebook", false],
    ]);
  });

  it("of SAML have the usual attribute names, unless the setting has others", () => {
    const [{ claims } = { claims: {} }] = config.identityProviders(
      settings({ ...saml, attributes: { email: "mail", name: "urn:oid:2.16.840.1.113730.3.1.241" } }),
    );
    expect(claims).toEqual({
      email: "mail",
      name: "urn:oid:2.16.840.1.113730.3.1.241",
      given_name: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
      family_name: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname",
    });
  });

  it("have as identifiers in the pool their own and the domains that are short enough", () => {
    const long = `${"a-long-name.".repeat(3)}corp.example`;
    const [declared] = declaredProviders([{ ...saml, domains: ["corp.example", long], identifier: "corp" }]);
    expect(declared?.identifiers).toEqual(["corp", "corp.example"]);
    expect(() => declaredProviders([{ ...saml, name: "" }])).toThrow("provider 1 name");
  });

  it("may have metadata of one application, which a query names", () => {
    const metadataUrl = "https://login.example/tenant/federationmetadata.xml?appid=0-1-2";
    expect(config.identityProviders(settings({ ...saml, metadataUrl }))).toHaveLength(1);
  });
});

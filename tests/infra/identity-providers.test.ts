/** The setting `identityProviders` in the template: one provider of the pool for each entry, and no trace without entries. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { packagedService, type Template } from "../support/packaged-functions.js";
import {
  cycleIn,
  danglingReferences,
  propertiesOf,
  referencesOf,
  resourcesOf,
} from "../support/template-graph.js";

type Json = Readonly<Record<string, unknown>>;

const CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";
const OKTA = {
  name: "Okta-EU",
  type: "OIDC",
  clientId: "0oa1example",
  issuer: "https://example.okta.com",
  provesAddress: true,
  domains: ["example.com", `${"long-".repeat(8)}name.example.com`],
  identifier: "example",
};
const CORP = {
  name: "Corp",
  type: "SAML",
  metadataUrl: "https://login.corp.example/metadata?appid=1-2",
  domains: ["corp.example"],
  attributes: { email: "mail", name: "displayName" },
};
const FACEBOOK = { name: "Facebook", type: "Facebook", clientId: "1234567890" };

const packaged = async (...providers: readonly object[]): Promise<Template> => {
  const { template } = await packagedService({ identityProviders: JSON.stringify(providers) });
  return template;
};
const conditionsOf = (template: Template) => (template as unknown as { Conditions: Json }).Conditions;

describe("a stage with a provider of each type", () => {
  let template: Template;
  beforeAll(async () => {
    template = await packaged(OKTA, CORP, FACEBOOK);
  }, 240_000);
  const properties = (id: string) => propertiesOf(template, id);

  it("has the OpenID Connect provider, with its secret from Secrets Manager", () => {
    expect(properties("OktaEUProvider")).toEqual({
      UserPoolId: { Ref: "UserPool" },
      ProviderName: "Okta-EU",
      ProviderType: "OIDC",
      ProviderDetails: {
        client_id: "0oa1example",
        client_secret: "{{resolve:secretsmanager:identity-lifecycle/local/providers/Okta-EU}}",
        oidc_issuer: "https://example.okta.com",
        authorize_scopes: "openid email profile",
        attributes_request_method: "GET",
      },
      AttributeMapping: {
        username: "sub",
        email: "email",
        email_verified: "email_verified",
        name: "name",
        given_name: "given_name",
        family_name: "family_name",
      },
      // The pool takes identifiers of at most 40 characters.
      IdpIdentifiers: ["example", "example.com"],
    });
  });

  it("has the SAML provider, which signs its requests and never begins a sign-in", () => {
    expect(properties("CorpProvider")).toMatchObject({
      ProviderType: "SAML",
      ProviderDetails: {
        MetadataURL: "https://login.corp.example/metadata?appid=1-2",
        IDPInit: "false",
        RequestSigningAlgorithm: "rsa-sha256",
      },
      AttributeMapping: {
        email: "mail",
        email_verified: "email_verified",
        name: "displayName",
        given_name: `${CLAIMS}/givenname`,
        family_name: `${CLAIMS}/surname`,
      },
      IdpIdentifiers: ["corp.example"],
    });
    expect(JSON.stringify(properties("CorpProvider"))).not.toContain("secretsmanager");
  });

  it("has Facebook, whose users have an id and no verified address", () => {
    expect(properties("FacebookProvider")).toMatchObject({
      ProviderName: "Facebook",
      ProviderType: "Facebook",
      ProviderDetails: { client_id: "1234567890", authorize_scopes: "public_profile, email" },
      AttributeMapping: { username: "id", email: "email", given_name: "first_name" },
    });
    expect(properties("FacebookProvider")).not.toHaveProperty("IdpIdentifiers");
  });

  it("signs browsers in with each of them and with Google, and never with passwords", () => {
    expect(properties("UserPoolClient").SupportedIdentityProviders).toEqual([
      { "Fn::If": ["HasGoogle", { Ref: "GoogleProvider" }, { Ref: "AWS::NoValue" }] },
      ...["OktaEUProvider", "CorpProvider", "FacebookProvider"].map((Ref) => ({ Ref })),
    ]);
    for (const client of ["TokenClient", "ServiceClient", "DemoSrpClient"])
      expect(properties(client)).not.toHaveProperty("SupportedIdentityProviders");
  });

  it("gives the functions the same list", () => {
    for (const name of ["ArrivalTriggers", "InboundFederation", "Redirect"]) {
      const { Variables } = properties(`${name}LambdaFunction`).Environment as { Variables: Json };
      expect(JSON.parse(String(Variables.IDENTITY_PROVIDERS))).toEqual([OKTA, CORP, FACEBOOK]);
    }
  });

  it("has no cycle and no reference to what may be missing", () => {
    expect(cycleIn(referencesOf(template))).toEqual([]);
    expect(danglingReferences(template)).toEqual([]);
  });
});

describe("a stage without further providers", () => {
  let template: Template;
  beforeAll(async () => {
    template = await packaged();
  }, 240_000);

  it("has Google alone, if it has a client there", () => {
    const names = resourcesOf(template, "AWS::Cognito::UserPoolIdentityProvider").map(([id]) => id);
    expect(names).toEqual(["GoogleProvider"]);
    expect(propertiesOf(template, "UserPoolClient").SupportedIdentityProviders).toEqual({
      "Fn::If": ["HasGoogle", [{ Ref: "GoogleProvider" }], { Ref: "AWS::NoValue" }],
    });
  });

  it("has no provider at all without Google: each part of one has a condition that is then false", () => {
    expect(conditionsOf(template).HasProvider).toEqual({
      "Fn::Or": [{ Condition: "HasGoogle" }, { "Fn::Equals": ["none", "one"] }],
    });
    const client = propertiesOf(template, "UserPoolClient");
    const parts = Object.entries(client).filter(([name]) => /OAuth|IdentityProviders|URLs/.test(name));
    expect(parts.map(([name]) => name).sort()).toEqual([
      "AllowedOAuthFlows",
      "AllowedOAuthFlowsUserPoolClient",
      "AllowedOAuthScopes",
      "CallbackURLs",
      "LogoutURLs",
      "SupportedIdentityProviders",
    ]);
    for (const [, value] of parts) {
      const [condition, , otherwise] = (value as { "Fn::If": readonly unknown[] })["Fn::If"];
      expect(condition).toMatch(/^Has(Google|Provider)$/);
      expect(otherwise).toEqual({ Ref: "AWS::NoValue" });
    }
  });

  it("has version 2 of the pool's pages, with a style of the client, only if it has a domain", () => {
    expect(template.Resources.UserPoolDomain).toMatchObject({
      Condition: "HasDomain",
      Properties: { ManagedLoginVersion: 2 },
    });
    expect(template.Resources.ManagedLoginStyle).toEqual({
      Type: "AWS::Cognito::ManagedLoginBranding",
      Condition: "HasDomain",
      Properties: {
        UserPoolId: { Ref: "UserPool" },
        ClientId: { Ref: "UserPoolClient" },
        UseCognitoProvidedValues: true,
      },
    });
  });
});

/** A template that names Google is all that it takes to sign in with it locally. */
import { expect, it } from "@jest/globals";
import { providersFromStack } from "../../src/google/clients-from-stack.js";
import { providerAddresses, startDeclaredProviders } from "../../src/google/declared.js";
import { readStack } from "../../src/template/index.js";
import { poolsFromStack, startUserPool } from "../../src/user-pool/index.js";
import { Browser, claimsOf, locationOf } from "../user-pool/oauth/browser.js";

const callback = "http://localhost:3000/callback";
const poolRef = { Ref: "UserPool" };

const google = (details: Record<string, unknown> = {}) => ({
  Type: "AWS::Cognito::UserPoolIdentityProvider",
  Properties: {
    UserPoolId: poolRef,
    ProviderName: "Google",
    ProviderType: "Google",
    ProviderDetails: {
      client_id: "id-at-google",
      client_secret: "secret-at-google",
      authorize_scopes: "openid email profile",
      ...details,
    },
    AttributeMapping: { email: "email", email_verified: "email_verified", name: "name" },
  },
});

const OKTA = "https://example.okta.com";
const okta = {
  Type: "AWS::Cognito::UserPoolIdentityProvider",
  Properties: {
    ...google().Properties,
    ProviderName: "Okta",
    ProviderType: "OIDC",
    ProviderDetails: { ...google().Properties.ProviderDetails, oidc_issuer: OKTA, client_id: "id-at-okta" },
    IdpIdentifiers: ["example.com"],
  },
};

const stackOf = (providers: Record<string, unknown>) =>
  readStack({
    region: "us-east-1",
    accountId: "123456789012",
    stackName: "shop-dev",
    template: {
      Resources: {
        UserPool: {
          Type: "AWS::Cognito::UserPool",
          Properties: { UsernameAttributes: ["email"], UsernameConfiguration: { CaseSensitive: false } },
        },
        ...providers,
        UserPoolClient: {
          Type: "AWS::Cognito::UserPoolClient",
          Properties: {
            UserPoolId: poolRef,
            AllowedOAuthFlows: ["code"],
            AllowedOAuthFlowsUserPoolClient: true,
            AllowedOAuthScopes: ["openid", "email", "profile"],
            CallbackURLs: [callback],
            SupportedIdentityProviders: ["COGNITO", ...Object.keys(providers)],
          },
        },
      },
    },
  });

it.each([
  ["Google", { Google: google() }, { identity_provider: "Google" }, "https://accounts.google.com"],
  ["an OpenID provider", { Google: google(), Okta: okta }, { identity_provider: "Okta" }, OKTA],
  ["it by an identifier", { Google: google(), Okta: okta }, { idp_identifier: "example.com" }, OKTA],
])(
  "signs in a seeded user with %s of the template, whose tokens are of the real issuer",
  async (_, providers, choice, issuer) => {
    const stack = stackOf(providers);
    const local = await startDeclaredProviders(stack);
    const pools = poolsFromStack(stack);
    const pool = await startUserPool({ pools, providerAddresses: providerAddresses(local) });
    try {
      const [{ id, clients } = { id: "", clients: [] }] = pools;
      const query = new URLSearchParams({
        client_id: clients[0]?.id ?? "",
        redirect_uri: callback,
        response_type: "code",
        ...choice,
      });
      const browser = new Browser();
      const follow = async (url: URL, form?: Record<string, string>) =>
        locationOf(await browser.open(url.href, form), url.origin);
      const chooser = await follow(await follow(new URL(`${pool.url}/${id}/oauth2/authorize?${query}`)));
      const page = await (await browser.open(chooser.href)).text();
      const user = /value="(\d+)">Ada Lovelace/.exec(page)?.[1] ?? "";
      const back = await follow(await follow(await follow(chooser, { user })));
      const body = new URLSearchParams({
        grant_type: "authorization_code",
        client_id: clients[0]?.id ?? "",
        redirect_uri: callback,
        code: back.searchParams.get("code") ?? "",
      });
      const tokens = await fetch(`${pool.url}/${id}/oauth2/token`, { method: "POST", body });
      const { id_token } = (await tokens.json()) as { id_token: string };

      const provider = issuer === OKTA ? "okta" : "google";
      expect(local.map((each) => each.issuer)).toContain(issuer);
      expect(page).toContain(`not ${issuer === OKTA ? "Okta" : "Google"}`);
      expect(claimsOf(id_token)).toMatchObject({
        "cognito:username": `${provider}_${user}`,
        email: "ada@example.com",
        email_verified: true,
      });
    } finally {
      await pool.close();
      await Promise.all(local.map((each) => each.close()));
    }
  },
);

it("starts nothing for a template without a provider", async () => {
  expect(await startDeclaredProviders(stackOf({}))).toEqual([]);
});

it("refuses a Google without a secret in one line", () => {
  expect(() => providersFromStack(stackOf({ Google: google({ client_secret: "" }) }))).toThrow(
    "Google: client_id and client_secret are required",
  );
});

it("is asked back for by the paths of all pools that share a client", () => {
  const other = { ...google(), Properties: { ...google().Properties, UserPoolId: "us-east-1_Other1234" } };
  const [{ clients } = { clients: [] }] = providersFromStack(stackOf({ Google: google(), Other: other }));

  expect(clients).toHaveLength(1);
  expect(clients[0]?.callbackPaths).toEqual([
    expect.stringMatching(/^\/us-east-1_\w{9}\/oauth2\/idpresponse$/),
    "/us-east-1_Other1234/oauth2/idpresponse",
  ]);
});

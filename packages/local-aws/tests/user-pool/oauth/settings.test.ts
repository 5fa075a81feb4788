import {
  CreateIdentityProviderCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  DeleteResourceServerCommand,
  DescribeIdentityProviderCommand,
  DescribeResourceServerCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolDomainCommand,
  GetIdentityProviderByIdentifierCommand,
  ListIdentityProvidersCommand,
  ListResourceServersCommand,
  UpdateIdentityProviderCommand,
  UpdateResourceServerCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { poolsFromStack } from "../../../src/user-pool/index.js";
import { refusal, startWorld, poolId as UserPoolId, type World } from "../world.js";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const Identifier = "https://orders.example.com";
const Scopes = [{ ScopeName: "read", ScopeDescription: "read orders" }];

const createServer = () =>
  world.cognito.send(new CreateResourceServerCommand({ UserPoolId, Identifier, Name: "orders", Scopes }));

const createClient = (settings: Omit<CreateUserPoolClientCommandInput, "UserPoolId" | "ClientName">) =>
  world.cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: "other", ...settings }));

it("creates, changes, lists and deletes a resource server", async () => {
  await createServer();
  expect(await refusal(createServer())).toMatch(/^InvalidParameterException.*already exists/);
  const changed = { UserPoolId, Identifier, Name: "all orders", Scopes: [] };
  await world.cognito.send(new UpdateResourceServerCommand(changed));
  const { ResourceServers } = await world.cognito.send(
    new ListResourceServersCommand({ UserPoolId, MaxResults: 10 }),
  );

  expect(ResourceServers).toEqual([changed]);
  await world.cognito.send(new DeleteResourceServerCommand({ UserPoolId, Identifier }));
  expect(
    await refusal(world.cognito.send(new DescribeResourceServerCommand({ UserPoolId, Identifier }))),
  ).toMatch(/^ResourceNotFoundException/);
});

it("keeps the OAuth settings of a client, with scopes that exist", async () => {
  const settings = {
    AllowedOAuthFlows: ["code" as const],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: ["openid", `${Identifier}/read`],
    CallbackURLs: ["https://app.example.com/callback", "app://signed-in"],
    LogoutURLs: ["http://localhost:3000/"],
    SupportedIdentityProviders: ["COGNITO"],
  };
  expect(await refusal(createClient(settings))).toMatch(/^ScopeDoesNotExistException/);
  await createServer();
  const { UserPoolClient } = await createClient(settings);
  const described = await world.cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId, ClientId: UserPoolClient?.ClientId }),
  );

  expect(described.UserPoolClient).toMatchObject(settings);
});

it.each<[string, Parameters<typeof createClient>[0]]>([
  [
    "plain http elsewhere",
    { AllowedOAuthFlows: ["code"], AllowedOAuthScopes: ["openid"], CallbackURLs: ["http://a.example/"] },
  ],
  [
    "a fragment",
    { AllowedOAuthFlows: ["code"], AllowedOAuthScopes: ["openid"], CallbackURLs: ["https://a.example/#b"] },
  ],
  ["no callback", { AllowedOAuthFlows: ["code"], AllowedOAuthScopes: ["openid"] }],
  ["a fallback that is no callback", { DefaultRedirectURI: "https://a.example/" }],
  ["a machine without a secret", { AllowedOAuthFlows: ["client_credentials"] }],
  [
    "a client for machines that signs users in",
    {
      GenerateSecret: true,
      AllowedOAuthFlows: ["client_credentials", "code"],
      AllowedOAuthScopes: ["openid"],
      CallbackURLs: ["https://a.example/"],
    },
  ],
  ["an unknown provider", { SupportedIdentityProviders: ["Nobody"] }],
])("refuses a client with %s", async (_, settings) => {
  expect(await refusal(createClient(settings))).toMatch(/^InvalidParameterException/);
});

it("keeps identity providers, and finds them by identifier", async () => {
  const details = { client_id: "pool", authorize_scopes: "openid", oidc_issuer: "https://idp.example.com" };
  const provider = { UserPoolId, ProviderName: "Partner", ProviderType: "OIDC" as const };
  const create = (ProviderDetails: Record<string, string>) =>
    world.cognito.send(
      new CreateIdentityProviderCommand({ ...provider, ProviderDetails, IdpIdentifiers: ["partner.com"] }),
    );
  expect(await refusal(create({ client_id: "pool" }))).toMatch(/^InvalidParameterException/);
  for (const [key, odd] of [
    ["oidc_issuer", "http://127.0.0.1.example.com"],
    ["token_url", "no address"],
    ["attributes_request_method", "PUT"],
  ] as const) {
    expect(await refusal(create({ ...details, [key]: odd }))).toMatch(
      /^InvalidParameterException: ProviderDetails/,
    );
  }
  await create(details);
  expect(await refusal(create(details))).toMatch(/^DuplicateProviderException/);
  const AttributeMapping = { email: "email" };
  const AcrMapping = { Level3: "phr" };
  const named = { UserPoolId, ProviderName: "Partner" };
  await world.cognito.send(new UpdateIdentityProviderCommand({ ...named, AcrMapping }));
  await world.cognito.send(new UpdateIdentityProviderCommand({ ...named, AttributeMapping }));
  const found = await world.cognito.send(
    new GetIdentityProviderByIdentifierCommand({ UserPoolId, IdpIdentifier: "partner.com" }),
  );

  expect(found.IdentityProvider).toMatchObject({
    ...provider,
    ProviderDetails: details,
    AttributeMapping: { username: "sub", email: "email" },
    AcrMapping,
  });
  const { Providers } = await world.cognito.send(new ListIdentityProvidersCommand({ UserPoolId }));
  expect(Providers).toMatchObject([{ ProviderName: "Partner", ProviderType: "OIDC" }]);
});

it("takes servers, domains and providers from a stack before the clients that name them", async () => {
  const stackId = "us-east-1_StackPool";
  const ProviderDetails = {
    client_id: "pool",
    authorize_scopes: "openid",
    oidc_issuer: "https://idp.example.com",
  };
  const resources: Record<string, Record<string, unknown>> = {
    UserPool: {},
    UserPoolResourceServer: { Identifier, Name: "orders", Scopes },
    UserPoolDomain: { Domain: "stack-people" },
    UserPoolIdentityProvider: { ProviderName: "Partner", ProviderType: "OIDC", ProviderDetails },
    UserPoolClient: {
      AllowedOAuthScopes: [`${Identifier}/read`],
      SupportedIdentityProviders: ["COGNITO", "Partner"],
    },
  };
  const pools = poolsFromStack({
    resources: (type) => {
      const properties = resources[type.slice("AWS::Cognito::".length)];
      const physicalId = type.endsWith("UserPool") ? stackId : "stackclient00000000000000";
      return properties
        ? [{ logicalId: "It", physicalId, properties: { UserPoolId: stackId, ...properties } }]
        : [];
    },
  });
  const other = await startWorld({ options: { pools } });
  const found = await other.cognito.send(new DescribeUserPoolDomainCommand({ Domain: "stack-people" }));
  const provider = await other.cognito.send(
    new DescribeIdentityProviderCommand({ UserPoolId: stackId, ProviderName: "Partner" }),
  );
  await other.close();

  expect(found.DomainDescription?.UserPoolId).toBe(stackId);
  expect(provider.IdentityProvider?.ProviderDetails).toEqual(ProviderDetails);
});

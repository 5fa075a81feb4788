import {
  AdminInitiateAuthCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  type ExplicitAuthFlowsType,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  SignUpCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { poolsFromStack, startUserPool } from "../../src/user-pool/index.js";
import { password, poolId, publicId, refusal, startWorld, type World, webId } from "./world.js";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

it("describes a declared pool with its whole schema", async () => {
  const { UserPool } = await world.cognito.send(new DescribeUserPoolCommand({ UserPoolId: poolId }));

  expect(UserPool).toMatchObject({
    Id: poolId,
    Name: "people",
    UsernameAttributes: ["email"],
    MfaConfiguration: "OFF",
    EstimatedNumberOfUsers: 0,
    Policies: {
      PasswordPolicy: { MinimumLength: 8, RequireSymbols: true, TemporaryPasswordValidityDays: 7 },
    },
  });
  expect(UserPool?.CreationDate).toBeInstanceOf(Date);
  expect(UserPool?.SchemaAttributes?.map(({ Name }) => Name)).toEqual(
    expect.arrayContaining(["sub", "email", "email_verified", "phone_number", "updated_at"]),
  );
});

it("describes a declared client with the secret that was made for it", async () => {
  const request = { UserPoolId: poolId, ClientId: webId };
  const { UserPoolClient } = await world.cognito.send(new DescribeUserPoolClientCommand(request));

  expect(UserPoolClient).toMatchObject({ ClientName: "web", PreventUserExistenceErrors: "ENABLED" });
  expect(UserPoolClient?.ClientSecret).toMatch(/^[a-z0-9]{52}$/);
  expect(UserPoolClient?.ClientSecret).toBe(world.running.client(poolId, "web").secret);
  expect(world.running.client(poolId, publicId).secret).toBeUndefined();
  expect(() => world.running.client(poolId, "nobody")).toThrow('has no client "nobody"');
});

it("creates a usable pool and client, and deletes them", async () => {
  const { UserPool } = await world.cognito.send(new CreateUserPoolCommand({ PoolName: "second" }));
  const UserPoolId = UserPool?.Id ?? "";
  expect(UserPoolId).toMatch(/^us-east-1_[0-9a-zA-Z]{9}$/);
  const { UserPoolClient } = await world.cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "app",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    }),
  );
  const ClientId = UserPoolClient?.ClientId ?? "";
  const { UserSub } = await world.cognito.send(
    new SignUpCommand({ ClientId, Username: "ada", Password: password }),
  );
  expect(UserSub).toBeDefined();
  const { UserPools } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 10 }));
  expect(UserPools?.map(({ Name }) => Name)).toEqual(["people", "second"]);
  const { UserPoolClients } = await world.cognito.send(new ListUserPoolClientsCommand({ UserPoolId }));
  expect(UserPoolClients?.map(({ ClientName }) => ClientName)).toEqual(["app"]);

  await world.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
  const start = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: {} });
  expect(await refusal(world.cognito.send(start))).toMatch(/^ResourceNotFoundException/);
  await world.cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
  expect(await refusal(world.cognito.send(new DescribeUserPoolCommand({ UserPoolId })))).toMatch(
    /^ResourceNotFoundException: User pool .* does not exist/,
  );
});

it("resets every setting that an update does not name, but not how users sign in", async () => {
  const { UserPool } = await world.cognito.send(
    new CreateUserPoolCommand({
      PoolName: "third",
      UsernameAttributes: ["email"],
      AutoVerifiedAttributes: ["email"],
      DeletionProtection: "ACTIVE",
    }),
  );
  const UserPoolId = UserPool?.Id ?? "";
  expect(await refusal(world.cognito.send(new DeleteUserPoolCommand({ UserPoolId })))).toMatch(
    /deletion protection is activated/,
  );
  await world.cognito.send(new UpdateUserPoolCommand({ UserPoolId }));
  const after = await world.cognito.send(new DescribeUserPoolCommand({ UserPoolId }));

  expect(after.UserPool).toMatchObject({
    UsernameAttributes: ["email"],
    AutoVerifiedAttributes: [],
    DeletionProtection: "INACTIVE",
  });
});

it("resets every setting of a client that an update does not name, but not its secret", async () => {
  const made = await world.cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: "resettable",
      GenerateSecret: true,
      PreventUserExistenceErrors: "ENABLED",
    }),
  );
  const ClientId = made.UserPoolClient?.ClientId ?? "";
  const updated = await world.cognito.send(new UpdateUserPoolClientCommand({ UserPoolId: poolId, ClientId }));

  expect(updated.UserPoolClient).toMatchObject({
    ClientName: "resettable",
    PreventUserExistenceErrors: "LEGACY",
    ClientSecret: made.UserPoolClient?.ClientSecret,
  });
});

it("renames a pool", async () => {
  const { UserPool } = await world.cognito.send(new CreateUserPoolCommand({ PoolName: "before" }));
  const request = { UserPoolId: UserPool?.Id };
  await world.cognito.send(new UpdateUserPoolCommand({ ...request, PoolName: "after" }));
  const described = await world.cognito.send(new DescribeUserPoolCommand(request));

  expect(described.UserPool?.Name).toBe("after");
  await world.cognito.send(new DeleteUserPoolCommand(request));
});

it("creates a client with a given or a generated secret, but not both", async () => {
  const ClientSecret = "a_secret_of_our_own_choice_1";
  const create = (secret: { ClientSecret?: string; GenerateSecret?: boolean }) =>
    world.cognito.send(
      new CreateUserPoolClientCommand({ UserPoolId: poolId, ClientName: "confidential", ...secret }),
    );
  const { UserPoolClient: client } = await create({ ClientSecret });

  expect(world.running.client(poolId, client?.ClientId ?? "").secret).toBe(ClientSecret);
  expect(await refusal(create({ ClientSecret, GenerateSecret: true }))).toMatch(/cannot be combined/);
  expect(await refusal(create({ ClientSecret: "too short" }))).toMatch(/^InvalidParameterException/);
});

it("lists clients by their type, of which there is one here", async () => {
  const list = async (ClientType: "DCR" | "REGULAR") =>
    (await world.cognito.send(new ListUserPoolClientsCommand({ UserPoolId: poolId, ClientType })))
      .UserPoolClients;

  expect((await list("REGULAR"))?.map(({ ClientName }) => ClientName)).toContain("web");
  expect(await list("DCR")).toEqual([]);
});

/** Which flows a client with this list refuses as not enabled. */
async function refusedFlows(ExplicitAuthFlows: ExplicitAuthFlowsType[]) {
  const { UserPoolClient } = await world.cognito.send(
    new CreateUserPoolClientCommand({ UserPoolId: poolId, ClientName: "flows", ExplicitAuthFlows }),
  );
  const { ClientId = "" } = UserPoolClient ?? {};
  const outcomes = {
    USER_PASSWORD_AUTH: new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH" }),
    ADMIN_USER_PASSWORD_AUTH: new AdminInitiateAuthCommand({
      ...{ ClientId, UserPoolId: poolId },
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
    }),
    USER_SRP_AUTH: new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH" }),
    CUSTOM_AUTH: new InitiateAuthCommand({ ClientId, AuthFlow: "CUSTOM_AUTH" }),
    REFRESH_TOKEN_AUTH: new InitiateAuthCommand({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH" }),
  };
  const refused: string[] = [];
  for (const [flow, command] of Object.entries(outcomes)) {
    const words = await refusal(world.cognito.send(command as InitiateAuthCommand));
    if (words.endsWith("flow not enabled for this client")) refused.push(flow);
  }
  return refused;
}

describe("the older values of ExplicitAuthFlows", () => {
  it.each<[ExplicitAuthFlowsType[], string[]]>([
    [["USER_PASSWORD_AUTH"], ["ADMIN_USER_PASSWORD_AUTH"]],
    [["ADMIN_NO_SRP_AUTH"], ["USER_PASSWORD_AUTH"]],
    [["ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH"], []],
    [["CUSTOM_AUTH_FLOW_ONLY"], ["USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_SRP_AUTH"]],
    [[], ["USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH"]],
    [
      ["ALLOW_USER_SRP_AUTH"],
      ["USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "CUSTOM_AUTH", "REFRESH_TOKEN_AUTH"],
    ],
  ])("%j changes what is usual: it refuses %j", async (listed, refused) => {
    expect(await refusedFlows(listed)).toEqual(refused);
  });

  it("are described as they were given, and not combined with the newer ones", async () => {
    const create = (ExplicitAuthFlows: ExplicitAuthFlowsType[]) =>
      world.cognito.send(
        new CreateUserPoolClientCommand({ UserPoolId: poolId, ClientName: "flows", ExplicitAuthFlows }),
      );
    const { UserPoolClient } = await create(["ADMIN_NO_SRP_AUTH"]);

    expect(UserPoolClient?.ExplicitAuthFlows).toEqual(["ADMIN_NO_SRP_AUTH"]);
    expect(await refusal(create(["USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]))).toMatch(
      /^InvalidParameterException: .*cannot be combined/,
    );
  });
});

describe("a declaration that would not deploy", () => {
  const rotation = { Feature: "ENABLED" };
  it.each([
    ["rotation with ALLOW_REFRESH_TOKEN_AUTH", {}, { RefreshTokenRotation: rotation }],
    [
      "an access token of two days",
      {},
      { AccessTokenValidity: 2, TokenValidityUnits: { AccessToken: "days" } },
    ],
    ["a writable attribute that does not exist", {}, { WriteAttributes: ["custom:nothing"] }],
    ["a writable proof of an address", {}, { WriteAttributes: ["email_verified"] }],
    ["both kinds of sign-in names", { AliasAttributes: ["email"] }, {}],
    ["a trigger that is no ARN", { LambdaConfig: { PreSignUp: "my-function" } }, {}],
    [
      "older and newer values of ExplicitAuthFlows",
      {},
      { ExplicitAuthFlows: ["ADMIN_NO_SRP_AUTH", "ALLOW_USER_SRP_AUTH"] },
    ],
    ["a password minimum of three", { Policies: { PasswordPolicy: { MinimumLength: 3 } } }, {}],
  ])("with %s is refused at the start", async (_, pool, client) => {
    await expect(startWorld({ pool, client })).rejects.toThrow(/User pool/);
  });

  it("with threat protection on another plan than Plus is refused at the start", async () => {
    const pool = { UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" } };

    await expect(startWorld({ pool })).rejects.toThrow(/need the Plus plan/);
  });

  it("with PreTokenGeneration V2_0 on the Lite plan is refused at the start", async () => {
    const pool = { UserPoolTier: "LITE" };
    const triggers = { PreTokenGeneration: () => ({}) };
    await expect(startWorld({ pool, triggers })).rejects.toThrow(/Essentials or Plus/);
  });
});

it("reports declared features that are not supported", async () => {
  const limited = await startWorld({
    pool: {
      UserPoolTier: "PLUS",
      UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" },
      IssuerConfiguration: { Type: "UPDATED" },
    },
  });

  expect(limited.running.limitations).toEqual([
    "pool people: threat protection has no effect, because risk is not assessed",
    "pool people: tokens have the issuer of a pool without replicas",
  ]);
  await limited.close();
});

it("reads pools, clients and groups from a resolved stack", async () => {
  const resources: Record<string, object[]> = {
    "AWS::Cognito::UserPool": [
      {
        logicalId: "UserPool",
        physicalId: "us-east-1_AbcdEf123",
        arn: "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_AbcdEf123",
        properties: { UserPoolName: "people", UsernameConfiguration: { CaseSensitive: "false" } },
      },
    ],
    "AWS::Cognito::UserPoolClient": [
      {
        logicalId: "Client",
        physicalId: "client0000000000000000000a",
        properties: { UserPoolId: "us-east-1_AbcdEf123", RefreshTokenValidity: "7" },
      },
    ],
    "AWS::Cognito::UserPoolGroup": [
      {
        logicalId: "Admins",
        physicalId: "admins",
        properties: { UserPoolId: "us-east-1_AbcdEf123", GroupName: "admins", Precedence: 1 },
      },
    ],
  };
  const declared = poolsFromStack({ resources: (type) => (resources[type] ?? []) as never[] });
  const running = await startUserPool({ pools: declared });

  expect(declared[0]?.groups).toEqual([{ name: "admins", precedence: 1 }]);
  expect(running.client("us-east-1_AbcdEf123", "Client").id).toBe("client0000000000000000000a");
  await running.close();
});

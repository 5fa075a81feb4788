import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  GetClientTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { refusal, startWorld, type TriggerEvent, poolId as UserPoolId, type World } from "../world.js";

const events: TriggerEvent[] = [];
let world: World;
let client: { ClientId: string; ClientSecret: string };

beforeAll(async () => {
  world = await startWorld({
    tokenVersion: "V3_0",
    triggers: {
      PreTokenGeneration: (event) => {
        events.push(event);
        const accessTokenGeneration = {
          claimsToAddOrOverride: { tenant: "t1" },
          scopesToAdd: ["orders/extra"],
        };
        return { ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } } };
      },
    },
  });
  const Scopes = ["read", "write"].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }));
  await world.cognito.send(
    new CreateResourceServerCommand({ UserPoolId, Identifier: "orders", Name: "orders", Scopes }),
  );
  const { UserPoolClient } = await world.cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "machine",
      GenerateSecret: true,
      AllowedOAuthFlows: ["client_credentials"],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ["orders/read"],
    }),
  );
  client = {
    ClientId: UserPoolClient?.ClientId ?? "",
    ClientSecret: UserPoolClient?.ClientSecret ?? "",
  };
});
afterAll(() => world.close());

const token = async (form: Record<string, string> = {}) => {
  const response = await fetch(`${world.running.url}/${UserPoolId}/oauth2/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${client.ClientId}:${client.ClientSecret}`).toString("base64")}`,
    },
    body: new URLSearchParams({ grant_type: "client_credentials", ...form }),
  });
  return (await response.json()) as Record<string, string>;
};

it("gives a machine an access token alone, with the trigger's claims and scopes", async () => {
  const answer = await token({
    scope: "orders/read",
    aws_client_metadata: JSON.stringify({ job: "nightly" }),
  });
  expect(Object.keys(answer).sort()).toEqual(["access_token", "expires_in", "token_type"]);
  const verifier = CognitoJwtVerifier.create({
    userPoolId: UserPoolId,
    tokenUse: "access",
    clientId: client.ClientId,
    scope: "orders/read",
  });
  verifier.cacheJwks(world.running.jwks(UserPoolId));
  const claims = await verifier.verify(answer.access_token ?? "");

  expect(claims).toMatchObject({ sub: client.ClientId, scope: "orders/read orders/extra", tenant: "t1" });
  expect(claims).not.toHaveProperty("username");
  expect(events.at(-1)).toMatchObject({
    version: "3",
    triggerSource: "TokenGeneration_ClientCredentials",
    userName: "ClientCredentials",
    request: { userAttributes: {}, scopes: ["orders/read"], clientMetadata: { job: "nightly" } },
  });
});

it("refuses scopes that the machine may not have", async () => {
  expect(await token({ scope: "orders/write" })).toMatchObject({ error: "invalid_scope" });
  expect(await token({ scope: "openid" })).toMatchObject({ error: "invalid_scope" });
});

describe("the token of a machine that asks the API", () => {
  const made = async (ExplicitAuthFlows: string[]) => {
    // The models of the SDK do not know the flow that their text names.
    const flows = { ExplicitAuthFlows: ExplicitAuthFlows as never };
    const { UserPoolClient } = await world.cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: "api machine",
        GenerateSecret: true,
        AllowedOAuthScopes: ["orders/read"],
        ...flows,
      }),
    );
    return { ClientId: UserPoolClient?.ClientId, Secret: UserPoolClient?.ClientSecret };
  };
  const ask = (request: { ClientId?: string; Secret?: string; Scopes?: string[] }) =>
    world.cognito.send(
      new GetClientTokenCommand({
        ClientId: undefined,
        Secret: undefined,
        ...request,
        ClientMetadata: { job: "hourly" },
      }),
    );

  it("is that of the client credentials grant, with the trigger", async () => {
    const machine = await made(["ALLOW_CLIENT_TOKEN_AUTH"]);
    const { ClientAuthenticationResult: result } = await ask(machine);
    const verifier = CognitoJwtVerifier.create({
      userPoolId: UserPoolId,
      tokenUse: "access",
      clientId: machine.ClientId ?? "",
      scope: "orders/read",
    });
    verifier.cacheJwks(world.running.jwks(UserPoolId));

    expect(result).toMatchObject({ ExpiresIn: 3600, TokenType: "Bearer" });
    expect(await verifier.verify(result?.AccessToken ?? "")).toMatchObject({
      sub: machine.ClientId,
      tenant: "t1",
    });
    expect(events.at(-1)).toMatchObject({
      triggerSource: "TokenGeneration_ClientCredentials",
      request: { scopes: ["orders/read"], clientMetadata: { job: "hourly" } },
    });
  });

  it("needs the client's secret, its flow and its scopes", async () => {
    const machine = await made(["ALLOW_CLIENT_TOKEN_AUTH"]);

    expect(await refusal(ask({ ...machine, Secret: "wrong" }))).toMatch(/^NotAuthorizedException/);
    expect(await refusal(ask({ ...machine, Scopes: ["orders/write"] }))).toMatch(
      /^InvalidParameterException/,
    );
    expect(await refusal(ask({ ...machine, ClientId: "unknown" }))).toMatch(/^ResourceNotFoundException/);
    const other = await made(["ALLOW_REFRESH_TOKEN_AUTH"]);
    expect(await refusal(ask(other))).toMatch(/ALLOW_CLIENT_TOKEN_AUTH flow not enabled/);
  });

  it("is for clients without any flow of users", async () => {
    expect(await refusal(made(["ALLOW_CLIENT_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"]))).toMatch(
      /must be the only flow/,
    );
  });
});

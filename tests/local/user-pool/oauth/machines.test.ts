import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { startWorld, type TriggerEvent, poolId as UserPoolId, type World } from "../world.js";

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

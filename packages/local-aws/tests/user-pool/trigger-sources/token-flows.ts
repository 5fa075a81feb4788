/** Refreshes, and tokens of machines. */
import {
  AdminDisableUserCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  type ExplicitAuthFlowsType,
  GetClientTokenCommand,
  GetTokensFromRefreshTokenCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { poolUrl, tokenCall } from "../oauth/hosted.js";
import { givenUser, poolId, secretHash, signIn, type World, webId } from "../world.js";
import { type FlowRow, row } from "./flow-row.js";
import { onPage } from "./hosted-flows.js";
import { begin, refused } from "./steps.js";

const session = async (world: World) => {
  const { email, username } = await givenUser(world);
  return { email, username, token: (await signIn(world, email)).refresh };
};

const refresh = (world: World, { username, token }: { username: string; token: string }) =>
  begin(world, "REFRESH_TOKEN_AUTH", username, {
    REFRESH_TOKEN: token,
    SECRET_HASH: secretHash(world, username),
  });

const revoked = async (world: World) => {
  const open = await session(world);
  const { secret: ClientSecret } = world.running.client(poolId, webId);
  await world.cognito.send(new RevokeTokenCommand({ ClientId: webId, ClientSecret, Token: open.token }));
  return open;
};

const refreshes: readonly FlowRow[] = [
  row("refreshing by REFRESH_TOKEN_AUTH", ["TokenGeneration_RefreshTokens"], session, refresh),
  row(
    "refreshing by GetTokensFromRefreshToken",
    ["TokenGeneration_Authentication"],
    session,
    (world, { token: RefreshToken }) => {
      const { secret: ClientSecret } = world.running.client(poolId, webId);
      return world.cognito.send(
        new GetTokensFromRefreshTokenCommand({ ClientId: webId, ClientSecret, RefreshToken }),
      );
    },
  ),
  row(
    "refreshing at the token endpoint",
    ["TokenGeneration_RefreshTokens"],
    async (world) => (await onPage(world, (await givenUser(world)).email)).refresh_token ?? "",
    (world, refresh_token) => tokenCall(world, { grant_type: "refresh_token", refresh_token }),
  ),
  row(
    "refreshing a sign-in through the API at the token endpoint",
    ["TokenGeneration_RefreshTokens"],
    session,
    (world, { token }) => tokenCall(world, { grant_type: "refresh_token", refresh_token: token }),
  ),
  row("refreshing with a token that was revoked", [], revoked, (world, open) =>
    refused(refresh(world, open)),
  ),
  row(
    "refreshing for a disabled user",
    [],
    async (world) => {
      const open = await session(world);
      await world.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: open.email }));
      return open;
    },
    (world, open) => refused(refresh(world, open)),
  ),
];

let servers = 0;
async function machine(world: World, more: Partial<CreateUserPoolClientCommandInput>) {
  const Identifier = `orders${++servers}`;
  const Scopes = [{ ScopeName: "read", ScopeDescription: "read" }];
  await world.cognito.send(
    new CreateResourceServerCommand({ UserPoolId: poolId, Identifier, Name: Identifier, Scopes }),
  );
  const { UserPoolClient } = await world.cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: Identifier,
      GenerateSecret: true,
      AllowedOAuthScopes: [`${Identifier}/read`],
      ...more,
    }),
  );
  return { ClientId: UserPoolClient?.ClientId ?? "", ClientSecret: UserPoolClient?.ClientSecret ?? "" };
}

const byEndpoint = (world: World) =>
  machine(world, { AllowedOAuthFlows: ["client_credentials"], AllowedOAuthFlowsUserPoolClient: true });

/** The SDK's list of flows does not know this one, which its text names. */
const byOperation = (world: World) =>
  machine(world, { ExplicitAuthFlows: ["ALLOW_CLIENT_TOKEN_AUTH" as ExplicitAuthFlowsType] });

type Machine = Awaited<ReturnType<typeof machine>>;

const atEndpoint = async (world: World, { ClientId, ClientSecret }: Machine) => {
  const credentials = { client_id: ClientId, client_secret: ClientSecret };
  const body = new URLSearchParams({ grant_type: "client_credentials", ...credentials });
  const { status } = await fetch(poolUrl(world, "oauth2/token"), { method: "POST", body });
  if (status !== 200) throw new Error(`answered ${status}`);
};

const machines: readonly FlowRow[] = [
  row("a machine's token", ["TokenGeneration_ClientCredentials"], byEndpoint, atEndpoint),
  row(
    "a machine's token by GetClientToken",
    ["TokenGeneration_ClientCredentials"],
    byOperation,
    (world, { ClientId, ClientSecret }) =>
      world.cognito.send(new GetClientTokenCommand({ ClientId, Secret: ClientSecret })),
  ),
];

/** Before event version 3 of PreTokenGeneration. */
export const earlierMachines: readonly FlowRow[] = [row("a machine's token", [], byEndpoint, atEndpoint)];

export const tokenFlows: readonly FlowRow[] = [...refreshes, ...machines];

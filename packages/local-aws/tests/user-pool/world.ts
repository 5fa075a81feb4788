/** A running local user pool and the real SDK client that drives it. */
import { createHmac } from "node:crypto";
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import {
  type InProcessFunction,
  inProcessInvoke,
  type Message,
  startUserPool,
  type UserPoolOptions,
} from "../../src/user-pool/index.js";
import { readyKeys } from "./ready-keys.js";

export const poolId = "us-east-1_TestPool1";
export const password = "Correct-Horse-1";
export const webId = "webclient00000000000000000";
export const publicId = "publicclient00000000000000";

export interface TriggerEvent {
  version: string;
  triggerSource: string;
  region: string;
  userPoolId: string;
  userName: string;
  callerContext: { awsSdkVersion: string; clientId: string };
  request: Record<string, unknown>;
  response: Record<string, unknown>;
}

export interface Setup {
  /** AWS::Cognito::UserPool properties, over those of a pool where users sign in by email. */
  pool?: Record<string, unknown>;
  /** AWS::Cognito::UserPoolClient properties of the confidential client. */
  client?: Record<string, unknown>;
  /** The same of the public client. */
  publicClient?: Record<string, unknown>;
  groups?: { name: string; precedence?: number; roleArn?: string }[];
  /** Functions by the name of the trigger that they answer. */
  triggers?: Record<string, (event: TriggerEvent) => unknown>;
  tokenVersion?: "V1_0" | "V2_0" | "V3_0";
  /** AWS::Cognito::UserPoolIdentityProvider properties. */
  identityProviders?: Record<string, unknown>[];
  options?: Partial<UserPoolOptions>;
}

const arn = (trigger: string) => `arn:aws:lambda:us-east-1:000000000000:function:${trigger}`;

export const answering =
  (response: unknown) =>
  (event: TriggerEvent): unknown => ({ ...event, response });

function movableClock(start = Date.now()) {
  let now = start;
  return {
    now: () => now,
    forward: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

const allFlows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];

function lambdaConfig({ triggers = {}, tokenVersion = "V2_0" }: Setup) {
  const versions: Record<string, string> = {
    PreTokenGeneration: tokenVersion,
    InboundFederation: "V1_0",
  };
  const config = Object.keys(triggers).map((name) => {
    const LambdaVersion = versions[name];
    const key = name === "PreTokenGeneration" ? "PreTokenGenerationConfig" : name;
    return [key, LambdaVersion ? { LambdaArn: arn(name), LambdaVersion } : arn(name)];
  });
  return Object.fromEntries(config) as Record<string, unknown>;
}

const declaration = (setup: Setup) => ({
  id: poolId,
  name: "people",
  arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${poolId}`,
  properties: {
    UsernameAttributes: ["email"],
    UsernameConfiguration: { CaseSensitive: false },
    AutoVerifiedAttributes: ["email"],
    LambdaConfig: lambdaConfig(setup),
    ...setup.pool,
  },
  clients: [
    {
      id: webId,
      properties: {
        ClientName: "web",
        GenerateSecret: true,
        ExplicitAuthFlows: allFlows,
        PreventUserExistenceErrors: "ENABLED",
        ...setup.client,
      },
    },
    {
      id: publicId,
      properties: { ClientName: "public", ExplicitAuthFlows: allFlows, ...setup.publicClient },
    },
  ],
  groups: setup.groups ?? [],
  ...(setup.identityProviders && { oauth: { identityProviders: setup.identityProviders } }),
});

export async function startWorld(setup: Setup = {}) {
  const messages: Message[] = [];
  const clock = movableClock();
  const functions = Object.entries(setup.triggers ?? {}).map(([name, run]) => [arn(name), run]);
  const running = await startUserPool({
    pools: [declaration(setup)],
    invoke: inProcessInvoke(Object.fromEntries(functions) as Record<string, InProcessFunction>),
    deliver: (message) => void messages.push(message),
    clock,
    makeKeys: readyKeys,
    ...setup.options,
  });
  const cognito = new CognitoIdentityProviderClient({
    region: "us-east-1",
    endpoint: running.url,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  return {
    running,
    cognito,
    messages,
    clock,
    close: async () => {
      cognito.destroy();
      await running.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;

export function secretHash({ running }: World, username: string, clientId = webId): string {
  const { secret } = running.client(poolId, clientId);
  return createHmac("sha256", secret ?? "")
    .update(`${username}${clientId}`)
    .digest("base64");
}

/** The three fields by which the confidential client names a user. */
export const named = (world: World, username: string) => ({
  ClientId: webId,
  Username: username,
  SecretHash: secretHash(world, username),
});

let users = 0;

/** A confirmed user with a verified address; returns the address and the generated username. */
export async function givenUser(
  { cognito }: World,
  { email = `person${++users}@example.com`, attributes = {} as Record<string, string> } = {},
) {
  const all = { email, email_verified: "true", ...attributes };
  const created = await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: email,
      MessageAction: "SUPPRESS",
      UserAttributes: Object.entries(all).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
  const username = created.User?.Username ?? "";
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: poolId,
      Username: username,
      Password: password,
      Permanent: true,
    }),
  );
  return { email, username };
}

export const attempt = (
  world: World,
  username: string,
  given = password,
  metadata?: Record<string, string>,
): Promise<InitiateAuthCommandOutput> =>
  world.cognito.send(
    new InitiateAuthCommand({
      ClientId: webId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: {
        USERNAME: username,
        PASSWORD: given,
        SECRET_HASH: secretHash(world, username),
      },
      ...(metadata && { ClientMetadata: metadata }),
    }),
  );

export interface Tokens {
  access: string;
  id: string;
  refresh: string;
}

export const tokensOf = (result: AuthenticationResultType | undefined): Tokens => ({
  access: result?.AccessToken ?? "",
  id: result?.IdToken ?? "",
  refresh: result?.RefreshToken ?? "",
});

export async function signIn(world: World, username: string, given = password): Promise<Tokens> {
  const { AuthenticationResult } = await attempt(world, username, given);
  return tokensOf(AuthenticationResult);
}

/** The claims of both tokens, as a verifier of the outside world reads them. */
export async function verified({ running }: World, { access, id }: Tokens, clientId = webId) {
  const keys = running.jwks(poolId);
  const accessVerifier = CognitoJwtVerifier.create({ userPoolId: poolId, tokenUse: "access", clientId });
  const idVerifier = CognitoJwtVerifier.create({ userPoolId: poolId, tokenUse: "id", clientId });
  accessVerifier.cacheJwks(keys);
  idVerifier.cacheJwks(keys);
  return { access: await accessVerifier.verify(access), id: await idVerifier.verify(id) };
}

export function lastCode({ messages }: World, to: string): string {
  return messages.filter((message) => message.to === to).at(-1)?.code ?? "";
}

/** The error name and message that the SDK reports, or "no error". */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "no error";
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : "not an error";
  }
}

export const sources = ({ running }: World, after = 0): string[] =>
  running.invocations(after).map(({ triggerSource }) => triggerSource);

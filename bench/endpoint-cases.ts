/** The endpoints of a session as they are deployed, and beside each the call of the SDK to the same pool that does the same. */
import { createHmac } from "node:crypto";
import { join } from "node:path";
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { build } from "esbuild";
import { post } from "../local/story/api.js";
import { httpEvent, jsonEvent } from "../tests/support/http-events.js";
import type { Runnable } from "./function-runs.js";
import { LEGACY_PASSWORD, legacyEmail } from "./trigger-cases.js";
import type { Stage } from "./trigger-stage.js";

export type EndpointCase = {
  readonly name: string;
  readonly budget: number;
  readonly endpoint: Runnable;
  readonly bare: Runnable;
};

const FROM_SITE = { "sec-fetch-site": "same-origin", "x-csrf": "1" };

/** Each handler holds what its next call needs, as a client does. */
const BARE = `
import * as cognito from "@aws-sdk/client-cognito-identity-provider";
const client = new cognito.CognitoIdentityProviderClient({});
const { CLIENT_ID, CLIENT_SECRET, SECRET_HASH, USERNAME, PASSWORD } = process.env;
const signIn = () =>
  client.send(
    new cognito.InitiateAuthCommand({
      ClientId: CLIENT_ID,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME, PASSWORD, SECRET_HASH },
    }),
  );
let tokens;
const signedIn = async () => (tokens ??= (await signIn()).AuthenticationResult);
const calls = {
  signIn,
  refresh: async () => {
    const { RefreshToken } = await signedIn();
    const { AuthenticationResult } = await client.send(
      new cognito.GetTokensFromRefreshTokenCommand({ ClientId: CLIENT_ID, ClientSecret: CLIENT_SECRET, RefreshToken }),
    );
    tokens = { ...tokens, ...AuthenticationResult };
  },
  getUser: async () => {
    const { AccessToken } = await signedIn();
    await client.send(new cognito.GetUserCommand({ AccessToken }));
  },
};
export const handler = ({ call }) => calls[call]();
`;

export const endpointCases = async (stage: Stage): Promise<EndpointCase[]> => {
  const bare = await bareCalls(stage);
  const signedIn = await signIn(stage, 1);
  const { auth, session } = { auth: await stage.bundle("auth"), session: await stage.bundle("session") };
  const password = { email: legacyEmail(1), password: LEGACY_PASSWORD };
  const cookies = [signedIn.device];
  const inCookie = { headers: FROM_SITE, cookies: [signedIn.device, signedIn.session] };
  return [
    {
      ...{ name: "sign-in, cookie", budget: 2.5, bare: bare("signIn") },
      endpoint: {
        ...auth,
        event: jsonEvent("POST /api/account/signin", password, { headers: FROM_SITE, cookies }),
      },
    },
    {
      ...{ name: "sign-in, tokens", budget: 2.5, bare: bare("signIn") },
      endpoint: { ...auth, event: jsonEvent("POST /api/account/signin", password, { cookies }) },
    },
    {
      ...{ name: "refresh, cookie", budget: 2, bare: bare("refresh") },
      endpoint: { ...auth, event: jsonEvent("POST /api/account/refresh", {}, inCookie) },
    },
    {
      ...{ name: "session", budget: 1, bare: bare("getUser") },
      endpoint: { ...session, event: httpEvent("GET /api/account/session", inCookie) },
    },
  ];
};

/** A user who has migrated, in a browser that the stage knows. */
export const signIn = async (
  { description }: Pick<Stage, "description">,
  user: number,
): Promise<{ readonly device: string; readonly session: string }> => {
  const body = { email: legacyEmail(user), password: LEGACY_PASSWORD };
  const { status, cookies } = await post(description, "signin", body, FROM_SITE);
  if (status !== 200) throw new Error(`the sign-in got status ${status}`);
  const named = (name: string): string =>
    cookies.find((cookie) => cookie.startsWith(`__Host-${name}=`))?.split(";")[0] ?? "";
  return { device: named("device"), session: named("Http-session") };
};

const bareCalls = async ({ description, folder }: Stage): Promise<(call: string) => Runnable> => {
  const { pool, region, urls } = description;
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new CognitoIdentityProviderClient({ endpoint: urls.cognito, region, credentials });
  const { UserPoolClient } = await client.send(
    new DescribeUserPoolClientCommand({ UserPoolId: pool.id, ClientId: pool.clientId }),
  );
  client.destroy();
  const { ClientSecret: secret = "" } = UserPoolClient ?? {};
  const username = legacyEmail(1);
  const entry = join(folder, "bare-calls.cjs");
  await build({
    stdin: { contents: BARE, resolveDir: import.meta.dirname, loader: "js" },
    ...{ outfile: entry, bundle: true, minify: true, platform: "node", target: "node20", format: "cjs" },
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  const environment = {
    ...{ AWS_REGION: region, AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" },
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: urls.cognito,
    ...{ CLIENT_ID: pool.clientId, CLIENT_SECRET: secret, USERNAME: username, PASSWORD: LEGACY_PASSWORD },
    SECRET_HASH: createHmac("sha256", secret).update(`${username}${pool.clientId}`).digest("base64"),
    NODE_NO_WARNINGS: "1",
  };
  return (call) => ({ entry, environment, event: { call } });
};

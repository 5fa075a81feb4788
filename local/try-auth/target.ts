/** What is tried: a running stack on this machine, or a deployed stage, by the outputs of its CloudFormation stack. */
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import * as z from "zod";
import type { StackDescription } from "../stack/description.js";

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};

export type Target = {
  readonly region: string;
  /** The API, without a slash at the end. */
  readonly api: string;
  readonly cognito: CognitoIdentityProviderClient;
  /** Of identity pools. */
  readonly identityUrl: string;
  readonly userPoolId: string;
  readonly identityPoolId: string;
  readonly srpClient: { readonly id: string; readonly secret: string };
  readonly user: { readonly email: string; readonly password: string };
  readonly credentials: Credentials;
  readonly apiKey?: string | undefined;
};

type Chosen = { readonly email?: string | undefined; readonly environment: NodeJS.ProcessEnv };

export const localTarget = async (
  stack: StackDescription,
  { email, environment }: Chosen,
): Promise<Target> => {
  const { urls, region, pool, identityPool, users } = stack;
  const known = users.find((each) => each.email === email) ?? users[0];
  const password = environment.TRY_AUTH_PASSWORD ?? known?.password;
  if (known === undefined || password === undefined) throw new Error("the stack has no users");
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const cognito = new CognitoIdentityProviderClient({ region, endpoint: urls.cognito, credentials });
  const { UserPoolClients = [] } = await cognito.send(
    new ListUserPoolClientsCommand({ UserPoolId: pool.id, MaxResults: 60 }),
  );
  const clientId = UserPoolClients.find(({ ClientName }) => ClientName === "demo-srp")?.ClientId;
  if (clientId === undefined) throw new Error("the stack has no demo; see docs/demo.md");
  return {
    ...{ region, api: urls.api, cognito, identityUrl: urls.identity, userPoolId: pool.id },
    identityPoolId: identityPool.id,
    srpClient: await withSecret(cognito, pool.id, clientId),
    ...{ user: { email: email ?? known.email, password }, credentials },
  };
};

/** As `aws cloudformation describe-stacks --query 'Stacks[0].Outputs'` writes them. */
const outputs = z.array(z.object({ OutputKey: z.string(), OutputValue: z.string() }));

/** @throws Error that says what is missing. */
export const stageTarget = async (
  text: string,
  { email, environment }: Chosen & { readonly email: string },
): Promise<Target> => {
  const parsed = outputs.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error("the file has no outputs of a CloudFormation stack");
  const values = new Map(parsed.data.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const output = (name: string): string => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the outputs lack ${name}${NEEDS[name] ?? ""}`);
    return value;
  };
  const variable = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === "") throw new Error(`the environment lacks ${name}`);
    return value;
  };
  const userPoolId = output("UserPoolId");
  const [region = ""] = userPoolId.split("_");
  const credentials = {
    accessKeyId: variable("AWS_ACCESS_KEY_ID"),
    secretAccessKey: variable("AWS_SECRET_ACCESS_KEY"),
    sessionToken: environment.AWS_SESSION_TOKEN,
  };
  const cognito = new CognitoIdentityProviderClient({ region, credentials });
  return {
    ...{ region, cognito, userPoolId, credentials },
    api: output("HttpApiUrl").replace(/\/$/, ""),
    identityUrl: `https://cognito-identity.${region}.amazonaws.com/`,
    identityPoolId: output("IdentityPoolId"),
    srpClient: await withSecret(cognito, userPoolId, output("DemoSrpClientId")),
    user: { email, password: variable("TRY_AUTH_PASSWORD") },
    apiKey: environment.TRY_AUTH_API_KEY,
  };
};

const NEEDS: Readonly<Record<string, string>> = { DemoSrpClientId: "; the stage needs the setting demo: on" };

const withSecret = async (cognito: CognitoIdentityProviderClient, UserPoolId: string, id: string) => {
  const { UserPoolClient } = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId, ClientId: id }),
  );
  return { id, secret: UserPoolClient?.ClientSecret ?? "" };
};

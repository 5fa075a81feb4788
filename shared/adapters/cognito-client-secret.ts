/**
 * The app client's secret, fetched once from Cognito itself, and the SECRET_HASH made of it.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
 */
import { createHmac } from "node:crypto";
import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { AuthError } from "../domain/errors.js";
import { Secret } from "../domain/secret.js";
import { orUnavailable } from "./unavailable.js";

export type ClientSecret = {
  /** Base64 of HMAC-SHA-256 over the user name, exactly as sent, and the client id. */
  hashFor(username: string): Promise<string>;
  reveal(): Promise<string>;
};

export const cognitoClientSecret = (
  client: CognitoIdentityProviderClient,
  { userPoolId, clientId }: { userPoolId: string; clientId: string },
): ClientSecret => {
  let known: Secret | undefined;
  const secret = async (): Promise<Secret> => {
    known ??= await fetchSecret(client, userPoolId, clientId);
    return known;
  };
  return {
    hashFor: async (username) => {
      const key = (await secret()).reveal();
      return createHmac("sha256", key).update(`${username}${clientId}`).digest("base64");
    },
    reveal: async () => (await secret()).reveal(),
  };
};

const fetchSecret = async (
  client: CognitoIdentityProviderClient,
  userPoolId: string,
  clientId: string,
): Promise<Secret> => {
  const command = new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId });
  const { UserPoolClient } = await orUnavailable(() => client.send(command));
  if (!UserPoolClient?.ClientSecret) throw new AuthError("internal");
  return new Secret(UserPoolClient.ClientSecret);
};

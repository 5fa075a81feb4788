/**
 * The app client's secret, fetched once from Cognito, and the SECRET_HASH derived from it. The secret can be
 * rotated at any time: after Cognito rejects it, the caller must call `forget`.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
 */
import { createHmac } from "node:crypto";
import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { AuthError } from "../../domain/errors.js";
import { Secret } from "../../domain/secret.js";
import { orUnavailable } from "../aws/unavailable.js";

export type ClientSecret = {
  /** Base64 of HMAC-SHA-256 over the user name, exactly as sent, and the client id. */
  hashFor(username: string): Promise<string>;
  reveal(): Promise<string>;
  /** The next use fetches the secret again, once for all concurrent callers. */
  forget(): void;
};

export const cognitoClientSecret = (
  client: CognitoIdentityProviderClient,
  { userPoolId, clientId }: { userPoolId: string; clientId: string },
): ClientSecret => {
  let known: Promise<Secret> | undefined;
  const secret = (): Promise<Secret> => {
    const fetched = known ?? fetchSecret(client, userPoolId, clientId);
    known = fetched;
    // A failed request is not cached.
    fetched.catch(() => {
      if (known === fetched) known = undefined;
    });
    return fetched;
  };
  return {
    hashFor: async (username) => {
      const key = (await secret()).reveal();
      return createHmac("sha256", key).update(`${username}${clientId}`).digest("base64");
    },
    reveal: async () => (await secret()).reveal(),
    forget: () => {
      known = undefined;
    },
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

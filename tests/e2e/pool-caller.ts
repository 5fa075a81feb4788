/** A client of a stack's user pool, as an application with the client's secret has it. */
import { createHmac } from "node:crypto";
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { RunningStack } from "../../local/stack/index.js";
import { CREDENTIALS } from "../../local/story/cast.js";

export type PoolCaller = {
  readonly cognito: CognitoIdentityProviderClient;
  /** The parameters of an operation on behalf of a user. */
  named(username: string): { ClientId: string; Username: string; SecretHash: string };
  /** An access token with which the user acts on themselves at Cognito, past our endpoints. */
  ownToken(email: string, password: string): Promise<string>;
};

export const poolCaller = async (stack: RunningStack): Promise<PoolCaller> => {
  const { urls, region, pool } = stack.describe();
  const cognito = new CognitoIdentityProviderClient({
    endpoint: urls.cognito,
    region,
    credentials: CREDENTIALS,
  });
  const { UserPoolClient } = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: pool.id, ClientId: pool.clientId }),
  );
  const secret = UserPoolClient?.ClientSecret ?? "";
  const named: PoolCaller["named"] = (Username) => {
    const ClientId = pool.clientId;
    const SecretHash = createHmac("sha256", secret).update(`${Username}${ClientId}`).digest("base64");
    return { ClientId, Username, SecretHash };
  };
  return {
    cognito,
    named,
    ownToken: async (email, password) => {
      const { ClientId, SecretHash } = named(email);
      const { AuthenticationResult } = await cognito.send(
        new InitiateAuthCommand({
          ...{ AuthFlow: "USER_PASSWORD_AUTH", ClientId },
          AuthParameters: { USERNAME: email, PASSWORD: password, SECRET_HASH: SecretHash },
        }),
      );
      return AuthenticationResult?.AccessToken ?? "";
    },
  };
};

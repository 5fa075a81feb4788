/** A client of a stack's user pool, as an application with the client's secret has it. */
import { createHmac } from "node:crypto";
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { RunningStack } from "../../local/stack/index.js";
import { CREDENTIALS } from "../../local/story/cast.js";

export type PoolCaller = {
  readonly cognito: CognitoIdentityProviderClient;
  /** The parameters of an operation on behalf of a user. */
  named(username: string): { ClientId: string; Username: string; SecretHash: string };
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
  return {
    cognito,
    named: (Username) => {
      const ClientId = pool.clientId;
      const SecretHash = createHmac("sha256", secret).update(`${Username}${ClientId}`).digest("base64");
      return { ClientId, Username, SecretHash };
    },
  };
};

/** The identity pools of the template, beside the user pool whose tokens they take. */
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Jwks } from "aws-jwt-verify/jwk";
import { type IdentityPools, startIdentityPools } from "local-aws/identity-pool";
import type { Stack } from "local-aws/template";
import type { RunningUserPool } from "local-aws/user-pool";

export const startDeclaredIdentityPools = (
  stack: Stack,
  { url }: Pick<RunningUserPool, "url">,
): Promise<IdentityPools> => {
  const client = new CognitoIdentityProviderClient({
    ...{ endpoint: url, region: stack.region },
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  return startIdentityPools({
    stack,
    keysOf: async (userPoolId) =>
      (await (await fetch(`${url}/${userPoolId}/.well-known/jwks.json`)).json()) as Jwks,
    isEnabled: async (UserPoolId, Username) => {
      try {
        return (await client.send(new AdminGetUserCommand({ UserPoolId, Username }))).Enabled === true;
      } catch (error) {
        if (error instanceof UserNotFoundException) return false;
        throw error;
      }
    },
  });
};

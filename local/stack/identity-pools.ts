/** The identity pools of the template, beside the user pool whose tokens they take. */
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Jwks } from "aws-jwt-verify/jwk";
import { type IdentityPools, startIdentityPools } from "../identity-pool/index.js";
import type { Stack } from "../template/index.js";
import type { RunningUserPool } from "../user-pool/index.js";

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

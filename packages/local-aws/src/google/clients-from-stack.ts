/** Finds the pools of a CloudFormation stack that use Google, and their Google client. */
import { LocalAwsError } from "../local-aws-error.js";
import type { GoogleClient } from "./provider.js";

type ResolvedStack = {
  resources(type: string): readonly { readonly properties: Readonly<Record<string, unknown>> }[];
};

/** @throws Error for a provider without Google's client id and secret. */
export const googleClientsFromStack = (stack: ResolvedStack): GoogleClient[] => {
  const clients = new Map<string, GoogleClient>();
  for (const { properties } of stack.resources("AWS::Cognito::UserPoolIdentityProvider")) {
    if (properties.ProviderType !== "Google") continue;
    const { client_id: id, client_secret: secret } = Object(properties.ProviderDetails) as Record<
      string,
      unknown
    >;
    if (typeof id !== "string" || typeof secret !== "string" || secret === "") {
      throw new LocalAwsError(
        `${String(properties.ProviderName)}: client_id and client_secret are required for Google`,
      );
    }
    const path = `/${String(properties.UserPoolId)}/oauth2/idpresponse`;
    clients.set(id, { id, secret, callbackPaths: [...(clients.get(id)?.callbackPaths ?? []), path] });
  }
  return [...clients.values()];
};

/** Finds the OpenID providers of the pools of a CloudFormation stack, Google among them, with their clients. */
import { LocalAwsError } from "../local-aws-error.js";
import { GOOGLE_ISSUER } from "./issuer.js";
import type { GoogleClient } from "./provider.js";

type ResolvedStack = {
  resources(type: string): readonly { readonly properties: Readonly<Record<string, unknown>> }[];
};

export type DeclaredProvider = {
  /** As users see it. */
  readonly name: string;
  readonly issuer: string;
  readonly clients: readonly GoogleClient[];
};

/** One for each issuer. @throws Error for a provider without client id and secret. */
export const providersFromStack = (stack: ResolvedStack): DeclaredProvider[] => {
  const providers = new Map<string, { name: string; clients: Map<string, GoogleClient> }>();
  for (const { properties } of stack.resources("AWS::Cognito::UserPoolIdentityProvider")) {
    const { ProviderType: type, ProviderName, UserPoolId } = properties;
    if (type !== "Google" && type !== "OIDC") continue;
    const details = Object(properties.ProviderDetails) as Record<string, unknown>;
    const { client_id: id, client_secret: secret } = details;
    const name = String(ProviderName);
    if (typeof id !== "string" || typeof secret !== "string" || secret === "") {
      throw new LocalAwsError(`${name}: client_id and client_secret are required`);
    }
    const issuer = type === "Google" ? GOOGLE_ISSUER : String(details.oidc_issuer);
    const { clients } = providers.get(issuer) ?? { clients: new Map<string, GoogleClient>() };
    const path = `/${String(UserPoolId)}/oauth2/idpresponse`;
    clients.set(id, { id, secret, callbackPaths: [...(clients.get(id)?.callbackPaths ?? []), path] });
    providers.set(issuer, { name, clients });
  }
  return [...providers].map(([issuer, { name, clients }]) => ({
    ...{ name, issuer, clients: [...clients.values()] },
  }));
};

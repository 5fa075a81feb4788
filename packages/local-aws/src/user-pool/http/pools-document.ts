/** GET /_local/pools: the pools and their clients, without secrets. */
import type { Pool, PoolClient } from "../store/pool.js";
import type { PoolStore } from "../store/pool-store.js";

export const poolsDocument = (store: PoolStore) => store.all().map(describedPool);

const describedPool = (pool: Pool) => {
  const { id, name, arn, issuer, settings } = pool;
  return {
    id,
    name,
    arn,
    issuer,
    jwksPath: `/${id}/.well-known/jwks.json`,
    signInBy: [...settings.UsernameAttributes, ...settings.AliasAttributes],
    mfa: settings.MfaConfiguration,
    triggers: triggersOf(settings.LambdaConfig),
    users: usersByStatus(pool),
    groups: [...pool.groups.keys()],
    domains: pool.oauth.domains.keys(),
    resourceServers: pool.oauth.resourceServers.keys(),
    identityProviders: pool.oauth.identityProviders.keys(),
    clients: [...pool.clients.values()].map(describedClient),
  };
};

const describedClient = ({ id, name, secret, settings }: PoolClient) => ({
  id,
  name,
  confidential: secret !== undefined,
  flows: settings.ExplicitAuthFlows,
  oauthFlows: settings.AllowedOAuthFlows,
  scopes: settings.AllowedOAuthScopes,
  callbacks: settings.CallbackURLs,
});

/** Maps each trigger to the ARN of its function. CloudFormation has two forms for it. */
const triggersOf = (config: Readonly<Record<string, unknown>>) =>
  Object.entries(config).flatMap(([key, value]) => {
    const functionArn = typeof value === "string" ? value : Object(value).LambdaArn;
    if (typeof functionArn !== "string" || key === "KMSKeyID") return [];
    return [{ name: key.replace(/Config$/, ""), functionArn }];
  });

const usersByStatus = ({ users }: Pool): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status } of users.all()) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

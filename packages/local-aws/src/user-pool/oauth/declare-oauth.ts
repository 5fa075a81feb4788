/** Makes a pool's resource servers, domains and identity providers match their declaration. */
import type { Pool } from "../store/pool.js";
import type { PoolStore } from "../store/pool-store.js";
import { saveDomain } from "./operations/domains.js";
import { saveIdentityProvider } from "./operations/identity-provider-input.js";
import { saveResourceServer } from "./operations/resource-servers.js";

type Properties = Readonly<Record<string, unknown>>;

/** Each entry holds the properties of one CloudFormation resource. */
export interface OAuthDeclarations {
  readonly resourceServers?: readonly Properties[];
  readonly domains?: readonly Properties[];
  readonly identityProviders?: readonly Properties[];
}

export function declareOAuth(store: PoolStore, pool: Pool, declared: OAuthDeclarations, now: number): void {
  const UserPoolId = pool.id;
  for (const server of declared.resourceServers ?? []) saveResourceServer(pool, { ...server, UserPoolId });
  for (const domain of declared.domains ?? []) saveDomain(store, pool, { ...domain, UserPoolId });
  for (const provider of declared.identityProviders ?? []) {
    saveIdentityProvider(pool, { ...provider, UserPoolId }, now);
  }
}

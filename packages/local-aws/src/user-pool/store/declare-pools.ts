/**
 * Makes the pools match their declaration (parsed CloudFormation properties). Settings always follow the
 * declaration. Users, keys, groups and generated client secrets stay unchanged.
 */
import { invalidParameter } from "../errors.js";
import { declareOAuth, type OAuthDeclarations } from "../oauth/declare-oauth.js";
import { type PoolSettings, parsePoolSettings } from "../settings/pool-settings.js";
import type { Group, Pool } from "./pool.js";
import type { ClientDeclaration, PoolStore } from "./pool-store.js";

export interface GroupDeclaration {
  readonly name: string;
  readonly description?: string;
  readonly precedence?: number;
  readonly roleArn?: string;
}

export interface PoolDeclaration {
  /** `<region>_<id>`, for example us-east-1_AbcdEf123. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** AWS::Cognito::UserPool properties. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly clients: readonly ClientDeclaration[];
  readonly groups?: readonly GroupDeclaration[];
  /** Properties of AWS::Cognito::UserPoolResourceServer, ::UserPoolDomain and ::UserPoolIdentityProvider. */
  readonly oauth?: OAuthDeclarations;
  /**
   * If true, the declaration only creates the pool. The settings and clients of an existing pool stay
   * unchanged.
   */
  readonly onlyAtFirst?: boolean;
}

export async function declarePools(
  store: PoolStore,
  declarations: readonly PoolDeclaration[],
  now: number,
): Promise<void> {
  for (const declared of declarations) {
    if (declared.onlyAtFirst && store.find(declared.id)) {
      putMissingClients(store, declared, now);
      continue;
    }
    const pool = await declarePool(store, declared, now);
    // Declared first, because clients refer to scopes and providers.
    declareOAuth(store, pool, declared.oauth ?? {}, now);
    for (const client of declared.clients) store.putClient(pool, client, now);
    for (const group of declared.groups ?? []) pool.saveGroup(mergedGroup(pool, group, now));
  }
}

function putMissingClients(store: PoolStore, declared: PoolDeclaration, now: number): void {
  const pool = store.pool(declared.id);
  for (const client of declared.clients) if (!pool.clients.has(client.id)) store.putClient(pool, client, now);
}

async function declarePool(store: PoolStore, declared: PoolDeclaration, now: number): Promise<Pool> {
  if (!/^[\w-]+_[0-9a-zA-Z]+$/.test(declared.id) || declared.id.length > 55) {
    throw invalidParameter(`"${declared.id}" is not the id of a user pool, such as us-east-1_AbcdEf123`);
  }
  const settings = parsePoolSettings(declared.properties, `User pool ${declared.name}`);
  const known = store.find(declared.id);
  if (!known) return store.createPool({ ...declared, createdAt: now }, settings);
  if (signInNames(known.settings) !== signInNames(settings)) {
    const place = `User pool ${declared.name}`;
    throw invalidParameter(
      `${place}: the sign-in attributes cannot be changed; delete the data or use another pool id`,
    );
  }
  known.configure(settings, now);
  return known;
}

const signInNames = (settings: PoolSettings): string =>
  JSON.stringify([
    settings.UsernameAttributes,
    settings.AliasAttributes,
    settings.UsernameConfiguration?.CaseSensitive ?? true,
  ]);

const mergedGroup = (pool: Pool, declared: GroupDeclaration, now: number): Group => ({
  ...declared,
  createdAt: pool.groups.get(declared.name)?.createdAt ?? now,
  modifiedAt: now,
});

/** One user pool: its settings, keys, clients, groups, users and sessions. */
import { CognitoError } from "../errors.js";
import { type OAuthRecordKind, OAuthRecords } from "../oauth/records.js";
import { type AttributeSchema, attributeSchema } from "../settings/attribute-schema.js";
import type { ClientSettings } from "../settings/client-settings.js";
import type { PoolSettings } from "../settings/pool-settings.js";
import type { PoolKeys } from "../tokens/pool-keys.js";
import { type PoolRecordKind, PoolRecords } from "./pool-records.js";
import { SessionRegistry } from "./session-registry.js";
import { UserDirectory } from "./user-directory.js";

export interface ClientSecret {
  readonly value: string;
  readonly createdAt: number;
}

export interface PoolClient {
  readonly id: string;
  readonly name: string;
  readonly secret?: string;
  /** Set if it differs from the client's creation time. */
  readonly secretCreatedAt?: number;
  /** Both secrets are valid while one is being replaced. */
  readonly secondSecret?: ClientSecret;
  settings: ClientSettings;
  readonly createdAt: number;
  modifiedAt: number;
}

export interface Group {
  readonly name: string;
  readonly description?: string;
  readonly precedence?: number;
  readonly roleArn?: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface PoolIdentity {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
}

/** The kinds of records that a pool writes. */
export type RecordKind = "pool" | "client" | "group" | "user" | "session" | OAuthRecordKind | PoolRecordKind;

/** Called with the record that changed, so that it can be written. */
export type OnChange = (kind: RecordKind, key: string) => void;

export class Pool {
  readonly id: string;
  name: string;
  readonly arn: string;
  readonly createdAt: number;
  modifiedAt: number;
  readonly keys: PoolKeys;
  readonly users: UserDirectory;
  readonly sessions: SessionRegistry;
  readonly clients = new Map<string, PoolClient>();
  readonly groups = new Map<string, Group>();
  readonly oauth: OAuthRecords;
  readonly records: PoolRecords;
  #settings: PoolSettings;
  #schema: AttributeSchema;
  readonly #onChange: OnChange;

  constructor(identity: PoolIdentity, settings: PoolSettings, keys: PoolKeys, onChange: OnChange) {
    this.id = identity.id;
    this.name = identity.name;
    this.arn = identity.arn;
    this.createdAt = identity.createdAt;
    this.modifiedAt = identity.createdAt;
    this.keys = keys;
    this.#settings = settings;
    this.#schema = attributeSchema(settings);
    this.#onChange = onChange;
    this.oauth = new OAuthRecords(onChange);
    this.records = new PoolRecords(onChange);
    this.users = new UserDirectory(settings, (username) => onChange("user", username));
    this.sessions = new SessionRegistry((id) => onChange("session", id));
  }

  get settings(): PoolSettings {
    return this.#settings;
  }

  get schema(): AttributeSchema {
    return this.#schema;
  }

  get region(): string {
    return this.id.slice(0, this.id.indexOf("_"));
  }

  /** The issuer of the real service, so that verifiers accept the tokens of a local pool. */
  get issuer(): string {
    return `https://cognito-idp.${this.region}.amazonaws.com/${this.id}`;
  }

  /** The sign-in names are fixed when a pool is created. `settings` must not change them. */
  configure(settings: PoolSettings, now: number): void {
    this.#settings = settings;
    this.#schema = attributeSchema(settings);
    this.modifiedAt = now;
    this.#onChange("pool", "");
  }

  client(id: string): PoolClient {
    const client = this.clients.get(id);
    if (!client)
      throw new CognitoError("ResourceNotFoundException", `User pool client ${id} does not exist.`);
    return client;
  }

  saveClient(client: PoolClient): void {
    this.clients.set(client.id, client);
    this.#onChange("client", client.id);
  }

  removeClient(client: PoolClient): void {
    this.clients.delete(client.id);
    this.records.removeOfClient(client.id);
    this.#onChange("client", client.id);
  }

  group(name: string): Group {
    const group = this.groups.get(name);
    if (!group) throw new CognitoError("ResourceNotFoundException", "Group not found.");
    return group;
  }

  saveGroup(group: Group): void {
    this.groups.set(group.name, group);
    this.#onChange("group", group.name);
  }

  removeGroup(group: Group): void {
    this.groups.delete(group.name);
    this.#onChange("group", group.name);
  }
}

/** Sorted oldest first. Empty for a public client. */
export const secretsOf = (client: PoolClient): ClientSecret[] => {
  const { secret: value, secondSecret, createdAt, secretCreatedAt = createdAt } = client;
  if (value === undefined) return [];
  return [{ value, createdAt: secretCreatedAt }, ...(secondSecret ? [secondSecret] : [])];
};

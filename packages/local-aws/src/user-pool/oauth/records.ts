/** The OAuth records of a pool besides its clients: resource servers, domains and identity providers. */
import type { Attributes } from "../store/user.js";

export interface ResourceServer {
  readonly identifier: string;
  readonly name: string;
  readonly scopes: readonly { readonly ScopeName: string; readonly ScopeDescription: string }[];
}

export interface Domain {
  readonly name: string;
  readonly managedLoginVersion: number;
  /** Set for a custom domain. A prefix domain has no certificate. */
  readonly certificateArn?: string;
  readonly securityPolicy?: string;
  /** Stored and described. It has no effect, since there is only one region. */
  readonly routing?: object;
}

export interface IdentityProvider {
  readonly name: string;
  readonly type: string;
  readonly details: Attributes;
  /** Maps names of pool attributes to claims of the provider. */
  readonly attributeMapping: Attributes;
  readonly identifiers: readonly string[];
  /** AcrMapping: stored, without effect. */
  readonly levels?: Attributes;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export type OAuthRecordKind = "resource-server" | "domain" | "identity-provider";

/** A map that reports its changes. */
export class RecordMap<T> {
  readonly #records = new Map<string, T>();
  readonly #onChange: (key: string) => void;

  constructor(onChange: (key: string) => void) {
    this.#onChange = onChange;
  }

  get(key: string): T | undefined {
    return this.#records.get(key);
  }

  keys(): string[] {
    return [...this.#records.keys()];
  }

  all(): T[] {
    return [...this.#records.values()];
  }

  save(key: string, record: T): void {
    this.restore(key, record);
    this.#onChange(key);
  }

  /** Like `save`, for a record from the data file. */
  restore(key: string, record: T): void {
    this.#records.set(key, record);
  }

  remove(key: string): void {
    this.#records.delete(key);
    this.#onChange(key);
  }
}

export class OAuthRecords {
  readonly resourceServers: RecordMap<ResourceServer>;
  readonly domains: RecordMap<Domain>;
  readonly identityProviders: RecordMap<IdentityProvider>;

  constructor(onChange: (kind: OAuthRecordKind, key: string) => void) {
    this.resourceServers = new RecordMap((key) => onChange("resource-server", key));
    this.domains = new RecordMap((key) => onChange("domain", key));
    this.identityProviders = new RecordMap((key) => onChange("identity-provider", key));
  }

  /** Returns the record in the form of the data file. */
  find(kind: OAuthRecordKind, key: string): unknown {
    if (kind === "resource-server") return this.resourceServers.get(key);
    return kind === "domain" ? this.domains.get(key) : this.identityProviders.get(key);
  }

  clear(): void {
    for (const { identifier } of this.resourceServers.all()) this.resourceServers.remove(identifier);
    for (const { name } of this.domains.all()) this.domains.remove(name);
    for (const { name } of this.identityProviders.all()) this.identityProviders.remove(name);
  }

  /** The full names of all scopes, `<resource server>/<scope>`. */
  scopes(): string[] {
    return this.resourceServers
      .all()
      .flatMap(({ identifier, scopes }) => scopes.map(({ ScopeName }) => `${identifier}/${ScopeName}`));
  }
}

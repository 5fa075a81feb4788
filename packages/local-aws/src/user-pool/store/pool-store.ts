/** All pools of the process, and their records in the data file. */
import { CognitoError } from "../errors.js";
import { checkClientOAuth } from "../oauth/client-oauth.js";
import { parseClientSettings } from "../settings/client-settings.js";
import type { PoolSettings } from "../settings/pool-settings.js";
import { generatePoolKeys, type MakeKeys, type PoolKeys } from "../tokens/pool-keys.js";
import { newClientId, newClientSecret } from "./identifiers.js";
import type { Journal } from "./journal.js";
import type { JournalEntry } from "./journal-lines.js";
import { type OnChange, Pool, type PoolClient, type PoolIdentity } from "./pool.js";
import { poolRecords, recordKey, recordValue } from "./stored-records.js";

export interface ClientDeclaration {
  readonly id: string;
  readonly secret?: string;
  /** AWS::Cognito::UserPoolClient properties. */
  readonly properties: Readonly<Record<string, unknown>>;
}

export class PoolStore {
  readonly #journal: Journal;
  readonly #makeKeys: MakeKeys;
  readonly #pools = new Map<string, Pool>();
  /** Clients are found by id alone, because InitiateAuth names no pool. */
  readonly #poolOfClient = new Map<string, Pool>();

  constructor(journal: Journal, makeKeys: MakeKeys = generatePoolKeys) {
    this.#journal = journal;
    this.#makeKeys = makeKeys;
  }

  all(): Pool[] {
    return [...this.#pools.values()];
  }

  find(id: string): Pool | undefined {
    return this.#pools.get(id);
  }

  pool(id: string): Pool {
    const pool = this.#pools.get(id);
    if (!pool) throw new CognitoError("ResourceNotFoundException", `User pool ${id} does not exist.`);
    return pool;
  }

  client(id: string): { pool: Pool; client: PoolClient } {
    const pool = this.#poolOfClient.get(id);
    if (!pool) throw new CognitoError("ResourceNotFoundException", `User pool client ${id} does not exist.`);
    return { pool, client: pool.client(id) };
  }

  async createPool(identity: PoolIdentity, settings: PoolSettings): Promise<Pool> {
    const pool = this.addPool(identity, settings, await this.#makeKeys());
    this.#recorder(pool)("pool", "");
    return pool;
  }

  /** Adds a pool without writing it: for pools from the data file. */
  addPool(identity: PoolIdentity, settings: PoolSettings, keys: PoolKeys): Pool {
    // The pool reports its own changes, but only after its construction.
    const holder: { pool?: Pool } = {};
    const pool = new Pool(identity, settings, keys, (kind, key) => {
      if (holder.pool) this.#recorder(holder.pool)(kind, key);
    });
    holder.pool = pool;
    this.#pools.set(pool.id, pool);
    return pool;
  }

  deletePool(pool: Pool): void {
    for (const user of [...pool.users.all()]) {
      pool.sessions.revokeAllOf(user.username);
      pool.users.remove(user);
    }
    for (const client of [...pool.clients.values()]) this.deleteClient(pool, client);
    for (const group of [...pool.groups.values()]) pool.removeGroup(group);
    pool.oauth.clear();
    pool.records.clear();
    this.#pools.delete(pool.id);
    this.#journal.record(`pool ${pool.id}`, () => undefined);
  }

  /**
   * Creates a client or updates an existing one. Keeps the secret, or generates one if the client needs it.
   */
  putClient(pool: Pool, { id, secret, properties }: Partial<ClientDeclaration>, now: number): PoolClient {
    const known = id === undefined ? undefined : pool.clients.get(id);
    const place = `User pool client ${id ?? String(properties?.ClientName ?? "")}`;
    const settings = parseClientSettings(properties ?? {}, new Set(pool.schema.keys()), place);
    const kept = secret ?? known?.secret ?? (settings.GenerateSecret ? newClientSecret() : undefined);
    checkClientOAuth(settings, pool.oauth, kept !== undefined, place);
    const client: PoolClient = {
      id: id ?? newClientId(),
      name: settings.ClientName ?? known?.name ?? id ?? "",
      ...(kept !== undefined && { secret: kept }),
      ...(known?.secretCreatedAt !== undefined && { secretCreatedAt: known.secretCreatedAt }),
      ...(known?.secondSecret && { secondSecret: known.secondSecret }),
      settings,
      createdAt: known?.createdAt ?? now,
      modifiedAt: now,
    };
    pool.saveClient(client);
    this.#poolOfClient.set(client.id, pool);
    return client;
  }

  restoreClient(pool: Pool, client: PoolClient): void {
    pool.clients.set(client.id, client);
    this.#poolOfClient.set(client.id, pool);
  }

  deleteClient(pool: Pool, client: PoolClient): void {
    pool.removeClient(client);
    this.#poolOfClient.delete(client.id);
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  /** Yields every record of every pool, as in a compacted data file. */
  *records(): Iterable<JournalEntry> {
    for (const pool of this.#pools.values()) yield* poolRecords(pool);
  }

  #recorder(pool: Pool): OnChange {
    return (kind, key) =>
      this.#journal.record(recordKey(pool, kind, key), () => recordValue(pool, kind, key));
  }
}

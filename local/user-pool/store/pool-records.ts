/**
 * What operators set on a pool besides its settings and its clients: plain data by kind and key, written to the data file as
 * it is. What belongs to one client has the id of the client as its key.
 */
import { RecordMap } from "../oauth/records.js";

export interface PoolSessionRules {
  readonly tracking: "ENABLED" | "DISABLED";
  readonly maxPerUser: number;
}

export interface ImportJob {
  readonly id: string;
  readonly name: string;
  readonly roleArn: string;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly completedAt?: number;
  readonly status:
    | "Created"
    | "Pending"
    | "InProgress"
    | "Stopping"
    | "Stopped"
    | "Succeeded"
    | "Failed"
    | "Expired";
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  readonly message?: string;
}

interface RecordTypes {
  "import-job": ImportJob;
  "pool-session-rules": PoolSessionRules;
  "client-session-rules": { readonly maxValidityMinutes: number };
}

export type PoolRecordKind = keyof RecordTypes;

/** The key of what a pool has one of. */
export const wholePool = "ALL";

type Maps = { readonly [Kind in PoolRecordKind]: RecordMap<RecordTypes[Kind]> };

export class PoolRecords {
  readonly #maps: Maps;

  constructor(onChange: (kind: PoolRecordKind, key: string) => void) {
    this.#maps = {
      "import-job": new RecordMap((key) => onChange("import-job", key)),
      "pool-session-rules": new RecordMap((key) => onChange("pool-session-rules", key)),
      "client-session-rules": new RecordMap((key) => onChange("client-session-rules", key)),
    };
  }

  of<Kind extends PoolRecordKind>(kind: Kind): Maps[Kind] {
    return this.#maps[kind];
  }

  has(kind: string): kind is PoolRecordKind {
    return Object.hasOwn(this.#maps, kind);
  }

  /** A line of the data file. The file is written by this program alone, so its shape is trusted. */
  restore(kind: PoolRecordKind, key: string, value: unknown): void {
    (this.#maps[kind] as RecordMap<unknown>).restore(key, value);
  }

  removeOfClient(clientId: string): void {
    for (const map of Object.values(this.#maps)) if (map.get(clientId)) map.remove(clientId);
  }

  clear(): void {
    for (const map of Object.values(this.#maps)) for (const key of map.keys()) map.remove(key);
  }
}

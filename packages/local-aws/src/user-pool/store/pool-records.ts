/**
 * What operators configure on a pool besides its settings and clients: plain data by kind and key, written to
 * the data file unchanged. A record of a client has the client's id as its key or as `clientId`.
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

export interface UiCustomization {
  readonly css?: string;
  /** Base64. */
  readonly image?: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface RiskConfiguration {
  /** In the form of the API. */
  readonly configuration: object;
  readonly modifiedAt: number;
}

export interface BrandingAsset {
  readonly Category: string;
  readonly ColorMode: string;
  readonly Extension: string;
  readonly Bytes?: string | undefined;
  readonly ResourceId?: string | undefined;
}

export interface Branding {
  readonly id: string;
  readonly clientId: string;
  /** Set if the style uses the defaults of Amazon Cognito and has no settings. */
  readonly provided?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly assets: readonly BrandingAsset[];
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface Terms {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly links: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

interface RecordTypes {
  "log-delivery": { readonly configurations: readonly object[] };
  "managed-login-branding": Branding;
  "risk-configuration": RiskConfiguration;
  terms: Terms;
  "ui-customization": UiCustomization;
  "import-job": ImportJob;
  "pool-session-rules": PoolSessionRules;
  "client-session-rules": { readonly maxValidityMinutes: number };
}

export type PoolRecordKind = keyof RecordTypes;

/** The key of records that exist once per pool. */
export const wholePool = "ALL";

type Maps = { readonly [Kind in PoolRecordKind]: RecordMap<RecordTypes[Kind]> };

export class PoolRecords {
  readonly #maps: Maps;

  constructor(onChange: (kind: PoolRecordKind, key: string) => void) {
    this.#maps = {
      "log-delivery": new RecordMap((key) => onChange("log-delivery", key)),
      "managed-login-branding": new RecordMap((key) => onChange("managed-login-branding", key)),
      "risk-configuration": new RecordMap((key) => onChange("risk-configuration", key)),
      terms: new RecordMap((key) => onChange("terms", key)),
      "ui-customization": new RecordMap((key) => onChange("ui-customization", key)),
      "import-job": new RecordMap((key) => onChange("import-job", key)),
      "pool-session-rules": new RecordMap((key) => onChange("pool-session-rules", key)),
      "client-session-rules": new RecordMap((key) => onChange("client-session-rules", key)),
    };
  }

  of<Kind extends PoolRecordKind>(kind: Kind): Maps[Kind] {
    return this.#maps[kind];
  }

  kinds(): PoolRecordKind[] {
    return Object.keys(this.#maps) as PoolRecordKind[];
  }

  has(kind: string): kind is PoolRecordKind {
    return Object.hasOwn(this.#maps, kind);
  }

  /** Restores a line of the data file. Only this program writes the file, so the line is not validated. */
  restore(kind: PoolRecordKind, key: string, value: unknown): void {
    (this.#maps[kind] as RecordMap<unknown>).restore(key, value);
  }

  /** Removes the records whose key or `clientId` is the client's id. */
  removeOfClient(clientId: string): void {
    for (const map of Object.values(this.#maps)) {
      for (const key of map.keys()) {
        const owner = (map.get(key) as { clientId?: string }).clientId ?? key;
        if (owner === clientId) map.remove(key);
      }
    }
  }

  clear(): void {
    for (const map of Object.values(this.#maps)) for (const key of map.keys()) map.remove(key);
  }
}

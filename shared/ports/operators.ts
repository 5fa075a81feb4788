/**
 * What operators' commands need from the outside. These ports may read whole tables and use the
 * pool's administrative quota: no function may use them.
 */
import type { LegacyState, UserProfile, UserStatus } from "../domain/account.js";
import type { StoredChain } from "../domain/audit-chain-check.js";
import type { AuditEvent, AuditEventType } from "../domain/audit-event.js";
import type { LegacyMapping } from "../domain/legacy-mapping/mapping.js";
import type { PoolUser } from "../domain/pool-user.js";
import type { PreparedPerson } from "../domain/prepared-person.js";
import type { Roles } from "../domain/role.js";
import type { Ports } from "./index.js";
import type { LegacyApiKeyUsage } from "./legacy-api-keys.js";
import type { Merges } from "./merges.js";

/** Every write commits together with its event, or not at all. */
export interface UserRecords {
  /** Reads the whole table. */
  profiles(): AsyncIterable<UserProfile>;
  /** `unchanged` when the status is none of `from`; nothing is written then. */
  changeStatus(
    change: { userId: string; from: readonly UserStatus[]; to: UserStatus },
    event: AuditEvent,
  ): Promise<"changed" | "unchanged">;
  /** Deletes a profile that is UNCONFIRMED and in no account; any other is `kept`. */
  removeUnconfirmed(
    user: { readonly userId: string; readonly sub: string },
    event: AuditEvent,
  ): Promise<"removed" | "kept">;
}

export interface LegacyRecords {
  /** `refused` when the legacy id or the user id is taken; nothing is written then. */
  prepare(person: PreparedPerson, event: AuditEvent): Promise<"prepared" | "refused">;
  /** How many there are in each state. Reads the whole table. */
  progress(): Promise<Record<LegacyState, number>>;
}

/** What settles a conflict of legacy identities. Every write commits together with its event, or not at all. */
export interface LegacyConflicts {
  /** The identity and its address are nobody's afterwards. `refused` when they are not as they are said to be. */
  release(
    identity: { readonly legacyId: string; readonly userId: string; readonly email: string },
    event: AuditEvent,
  ): Promise<"released" | "refused">;
  /** Identity and profile have another address. `refused` also when another identity has it. */
  readdress(
    change: {
      readonly legacyId: string;
      readonly userId: string;
      readonly from: string;
      readonly to: string;
    },
    event: AuditEvent,
  ): Promise<"readdressed" | "refused">;
}

export interface AuditSearch {
  /** In no order. Reads the whole table. */
  ofType(type: AuditEventType): AsyncIterable<AuditEvent>;
}

/** Calls on a user who is not there are done already. Throttled calls are tried again with growing pauses. */
export interface PoolUsers {
  poolId(): Promise<string>;
  all(): AsyncIterable<PoolUser>;
  byEmail(email: string): Promise<PoolUser[]>;
  bySub(sub: string): Promise<PoolUser | undefined>;
  /** Who was made before then and has not been confirmed. */
  unconfirmedSince(before: Date): AsyncIterable<PoolUser>;
  disable(username: string): Promise<void>;
  enable(username: string): Promise<void>;
  endSessions(username: string): Promise<void>;
  remove(username: string): Promise<void>;
}

export interface AuditChains {
  read(subject: string): Promise<StoredChain>;
  /** What the first event's hash of every chain builds on. */
  readonly start: string;
}

export type OperatorPorts = Pick<
  Ports,
  | "accounts"
  | "audit"
  | "blockedSources"
  | "clock"
  | "directory"
  | "endedSessions"
  | "identities"
  | "invitations"
  | "pseudonyms"
  | "random"
> & {
  readonly apiKeys: Ports["apiKeys"];
  readonly legacyApiKeyUsage: LegacyApiKeyUsage;
  readonly users: UserRecords;
  readonly legacyRecords: LegacyRecords;
  readonly legacyConflicts: LegacyConflicts;
  readonly auditSearch: AuditSearch;
  readonly merges: Merges;
  readonly poolUsers: PoolUsers;
  readonly chains: AuditChains;
  /** The stage's roles, highest first. */
  readonly roles: Roles;
  /** The mappings of the repository by name; not checked yet. */
  readonly legacyMappings: Readonly<Record<string, LegacyMapping>>;
  /** Who gives the command, for the audit events. */
  readonly operator: string;
};

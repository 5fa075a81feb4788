/**
 * Ports of the operator commands. They read whole tables and use the pool's administrative quota, so deployed
 * functions must not use them.
 */
import type { LegacyState, UserProfile, UserStatus } from "../domain/account.js";
import type { ChainEntry, ChainHead } from "../domain/audit/audit-chain-check.js";
import type { AuditEvent, AuditEventType } from "../domain/audit/audit-event.js";
import type { AuditRow } from "../domain/audit/audit-row.js";
import type { LegacyMapping } from "../domain/legacy-mapping/mapping.js";
import type { PoolUser } from "../domain/pool-user.js";
import type { PreparedUser } from "../domain/prepared-user.js";
import type { Roles } from "../domain/role.js";
import type { Erasures } from "./erasures.js";
import type { Ports } from "./index.js";
import type { LegacyApiKeyUsage } from "./legacy-api-keys.js";
import type { Merges } from "./merges.js";

/** Every write commits together with its audit event, or not at all. */
export interface UserRecords {
  /** Reads the whole table. */
  profiles(): AsyncIterable<UserProfile>;
  /** Returns `unchanged`, without a write, if the status is not in `from`. */
  changeStatus(
    change: { userId: string; from: readonly UserStatus[]; to: UserStatus },
    event: AuditEvent,
  ): Promise<"changed" | "unchanged">;
  /** Writes the SUSPENDED profile of a user whose first sign-in has not ended. Returns `unchanged` if there is a profile. */
  suspendNew(
    user: Pick<UserProfile, "userId" | "email" | "legacyId">,
    event: AuditEvent,
  ): Promise<"changed" | "unchanged">;
  /**
   * Reverses a suspension, also one that the user pool caused. `missingSubs`: the user's pool users that are missing now,
   * which no longer count as an ending. Returns `unchanged`, without a write, if the user is not suspended.
   */
  reinstate(
    change: { userId: string; to: UserStatus; missingSubs: readonly string[] },
    event: AuditEvent,
  ): Promise<"changed" | "unchanged">;
  /** Deletes an UNCONFIRMED profile without memberships. Returns `kept` for any other profile. */
  removeUnconfirmed(
    user: { readonly userId: string; readonly sub: string },
    event: AuditEvent,
  ): Promise<"removed" | "kept">;
}

export interface LegacyRecords {
  /** Returns `refused`, without a write, if the legacy id, the user id or the address is taken. */
  prepare(user: PreparedUser, event: AuditEvent): Promise<"prepared" | "refused">;
  /** The number of legacy identities in each state. Reads the whole table. */
  progress(): Promise<Record<LegacyState, number>>;
}

/**
 * Resolves conflicts of legacy identities. Every write commits together with its audit event, or not at all.
 */
export interface LegacyConflicts {
  /**
   * Releases the identity and its address, `email`, from the user. Returns `refused` if the identity is another
   * user's, or if `hasProfile` is not true any more.
   */
  release(
    identity: {
      readonly legacyId: string;
      readonly userId: string;
      readonly email: string;
      readonly hasProfile: boolean;
    },
    event: AuditEvent,
  ): Promise<"released" | "refused">;
  /**
   * Changes the address of the identity from `from`, and that of the profile from `profileFrom`, which is undefined
   * without a profile. Also returns `refused` if another identity has the address.
   */
  readdress(
    change: {
      readonly legacyId: string;
      readonly userId: string;
      readonly from: string;
      readonly profileFrom: string | undefined;
      readonly to: string;
    },
    event: AuditEvent,
  ): Promise<"readdressed" | "refused">;
}

export interface AuditSearch {
  /**
   * The rows whose text names the type. Unordered. Reads the whole table. The seals are not verified: a row can be
   * forged, or name the type in another place.
   */
  ofType(type: AuditEventType): AsyncIterable<AuditRow>;
}

/**
 * Calls for a user that does not exist succeed without effect. Throttled calls are retried with growing
 * pauses.
 */
export interface PoolUsers {
  poolId(): Promise<string>;
  all(): AsyncIterable<PoolUser>;
  byEmail(email: string): Promise<PoolUser[]>;
  bySub(sub: string): Promise<PoolUser | undefined>;
  /** Unconfirmed users created before `before`. */
  unconfirmedSince(before: Date): AsyncIterable<PoolUser>;
  disable(username: string): Promise<void>;
  enable(username: string): Promise<void>;
  endSessions(username: string): Promise<void>;
  remove(username: string): Promise<void>;
}

export interface AuditChains {
  /** The stored events of a subject in order. */
  entries(subject: string): AsyncIterable<ChainEntry>;
  head(subject: string): Promise<ChainHead | undefined>;
  /** The start value that the first event's hash of every chain covers. */
  readonly start: string;
}

export type OperatorPorts = Pick<
  Ports,
  | "accounts"
  | "audit"
  | "auditSeal"
  | "blockedSources"
  | "clock"
  | "directory"
  | "endings"
  | "identities"
  | "invitations"
  | "legacyLookupResults"
  | "minimumDuration"
  | "pseudonyms"
  | "random"
  | "sessions"
> & {
  readonly apiKeys: Ports["apiKeys"];
  readonly legacyApiKeyUsage: LegacyApiKeyUsage;
  readonly users: UserRecords;
  readonly legacyRecords: LegacyRecords;
  readonly legacyConflicts: LegacyConflicts;
  readonly auditSearch: AuditSearch;
  readonly merges: Merges;
  readonly erasures: Erasures;
  readonly poolUsers: PoolUsers;
  readonly chains: AuditChains;
  /** The stage's roles, highest first. */
  readonly roles: Roles;
  /** The mappings of the repository by name, not yet validated. */
  readonly legacyMappings: Readonly<Record<string, LegacyMapping>>;
  /** The operator who runs the command, for audit events. */
  readonly operator: string;
};

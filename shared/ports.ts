/**
 * What the flows need from the outside, named by need. Adapters implement these against AWS; the
 * memory versions used by tests pass the same contract suites. Unless a port says otherwise, a
 * method that cannot do its work rejects with `AuthError` `temporarily_unavailable`.
 */
import type { KeyPolicy } from "./domain/api-key/key-outcome.js";
import type { CheckedMapping } from "./domain/legacy-mapping/mapping.js";
import type { TypeRules } from "./domain/permission/type-rules.js";
import type { Roles } from "./domain/role.js";
import type { Secret } from "./domain/secret.js";
import type { Principal, TokenRefusal } from "./domain/token-rules.js";
import type { AccessRecords, EndedSessions } from "./ports/access.js";
import type { Accounts } from "./ports/accounts.js";
import type { ApiKeys, KeyDigests, KeyTexts } from "./ports/api-keys.js";
import type { AuditBus, AuditLog, AuditOutbox } from "./ports/audit.js";
import type { BlockedSources } from "./ports/blocked-sources.js";
import type {
  Challenges,
  EndpointClients,
  Grants,
  Pace,
  PendingSignIns,
  Proofs,
  ServiceClients,
} from "./ports/challenges.js";
import type { Directory } from "./ports/directory.js";
import type { Entitlements } from "./ports/entitlements.js";
import type { Outages, Throttle } from "./ports/guard.js";
import type { Invitations } from "./ports/invitations.js";
import type { LegacySystem } from "./ports/legacy.js";
import type { LegacyKeys, LegacyKeyUses } from "./ports/legacy-keys.js";
import type { CodeDecrypter, Deliveries, Messenger } from "./ports/messages.js";
import type { Permissions, Teams } from "./ports/permissions.js";
import type { SignInHabits } from "./ports/sign-in-habits.js";
import type { Captcha, DisposableDomains } from "./ports/sign-up.js";
import type { Logger, Metrics } from "./ports/telemetry.js";
import type { Identities, UserPool } from "./ports/user-pool.js";

export type * from "./ports/audit.js";
export type * from "./ports/directory.js";
export type * from "./ports/guard.js";
export type * from "./ports/legacy.js";
export type * from "./ports/telemetry.js";
export type * from "./ports/user-pool.js";

export interface Clock {
  now(): Date;
}

/** How long the work under way may take. Adapters end with it what they began for that work. */
export interface Deadline {
  /**
   * Runs `work`. When it is not done after so many milliseconds, everything that it began through
   * adapters is ended. @throws AuthError `temporarily_unavailable` then.
   */
  within<T>(milliseconds: number, work: () => Promise<T>): Promise<T>;
  /** What is left of it; infinite for work without a deadline. */
  remainingMs(): number;
  /** Aborted at its end; undefined for work without a deadline. */
  signal(): AbortSignal | undefined;
}

export interface Random {
  /** A new identifier that cannot be guessed: `<prefix>_` and 32 hexadecimal digits. */
  id(prefix: string): string;
}

/** Values that live in a secret store, by the name that the environment gives. */
export interface Secrets {
  value(name: string): Promise<Secret>;
}

/** Turns what a person typed into a stable key that does not reveal it (a keyed hash). */
export interface Pseudonyms {
  of(value: string): Promise<string>;
}

export interface TokenVerifier {
  /** Verifies an access token. Rejects only when the keys cannot be had: that is never a reason to admit or to refuse. */
  verify(
    token: string,
  ): Promise<{ kind: "valid"; principal: Principal } | { kind: "invalid"; reason: TokenRefusal }>;
}

/** Whether events of this user pool are ours to handle. */
export interface AllowedPools {
  allows(userPoolId: string): Promise<boolean>;
}

export type Ports = {
  readonly clock: Clock;
  /** The roles of the stage, highest first. */
  readonly roles: Roles;
  readonly deadline: Deadline;
  readonly random: Random;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly secrets: Secrets;
  readonly pseudonyms: Pseudonyms;
  readonly directory: Directory;
  readonly access: AccessRecords;
  readonly endedSessions: EndedSessions;
  readonly entitlements: Entitlements;
  /** What a legacy record may become, by the stage's mapping. */
  readonly legacyMapping: CheckedMapping;
  readonly audit: AuditLog;
  readonly outbox: AuditOutbox;
  readonly bus: AuditBus;
  readonly legacy: LegacySystem;
  readonly throttle: Throttle;
  readonly outages: Outages;
  readonly userPool: UserPool;
  readonly identities: Identities;
  readonly habits: SignInHabits;
  readonly tokens: TokenVerifier;
  readonly pools: AllowedPools;
  readonly messenger: Messenger;
  readonly challenges: Challenges;
  readonly grants: Grants;
  readonly pace: Pace;
  readonly pendingSignIns: PendingSignIns;
  readonly proofs: Proofs;
  readonly serviceClients: ServiceClients;
  readonly endpointClients: EndpointClients;
  readonly blockedSources: BlockedSources;
  readonly accounts: Accounts;
  readonly invitations: Invitations;
  readonly permissions: Permissions;
  readonly permissionRules: TypeRules;
  readonly teams: Teams;
  readonly apiKeys: ApiKeys;
  readonly keyDigests: KeyDigests;
  readonly keyPolicy: KeyPolicy;
  readonly legacyKeys: LegacyKeys;
  readonly legacyKeyUses: LegacyKeyUses;
  readonly keyTexts: KeyTexts;
  readonly captcha: Captcha;
  readonly disposableDomains: DisposableDomains;
  readonly codes: CodeDecrypter;
  readonly deliveries: Deliveries;
};

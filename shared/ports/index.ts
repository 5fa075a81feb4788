/**
 * What the flows need from the outside, named by need. Adapters implement these against AWS; the
 * memory versions used by tests pass the same contract suites. Unless a port says otherwise, a
 * method that cannot do its work rejects with `AuthError` `temporarily_unavailable`.
 */
import type { Secret } from "../domain/secret.js";
import type { Principal, TokenRefusal } from "../domain/token-rules.js";
import type { AccessRecords, EndedSessions } from "./access.js";
import type { Accounts } from "./accounts.js";
import type { ApiKeyDigests, ApiKeys, ApiKeyTexts } from "./api-keys.js";
import type { AuditBus, AuditLog, AuditOutbox } from "./audit.js";
import type { BlockedSources } from "./blocked-sources.js";
import type {
  Challenges,
  EndpointClients,
  MinimumDuration,
  OneTimeTickets,
  PendingSignIns,
  Proofs,
  ServiceClients,
} from "./challenges.js";
import type { Directory } from "./directory.js";
import type { Entitlements } from "./entitlements.js";
import type { Outages, Throttle } from "./guard.js";
import type { Invitations } from "./invitations.js";
import type { LegacySystem } from "./legacy.js";
import type { LegacyApiKeys, LegacyApiKeyUses } from "./legacy-api-keys.js";
import type { CodeDecrypter, Deliveries, Messenger } from "./messages.js";
import type { NewcomerNotes } from "./newcomer-notes.js";
import type { Permissions, Teams } from "./permissions.js";
import type { SignInHabits } from "./sign-in-habits.js";
import type { Captcha, DisposableDomains } from "./sign-up.js";
import type { Logger, Metrics } from "./telemetry.js";
import type { Identities, UserPool } from "./user-pool.js";

export type * from "./audit.js";
export type * from "./directory.js";
export type * from "./guard.js";
export type * from "./legacy.js";
export type * from "./settings.js";
export type * from "./telemetry.js";
export type * from "./user-pool.js";

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
  readonly audit: AuditLog;
  readonly outbox: AuditOutbox;
  readonly bus: AuditBus;
  readonly legacy: LegacySystem;
  readonly newcomerNotes: NewcomerNotes;
  readonly throttle: Throttle;
  readonly outages: Outages;
  readonly userPool: UserPool;
  readonly identities: Identities;
  readonly habits: SignInHabits;
  readonly tokens: TokenVerifier;
  readonly pools: AllowedPools;
  readonly messenger: Messenger;
  readonly challenges: Challenges;
  readonly tickets: OneTimeTickets;
  readonly minimumDuration: MinimumDuration;
  readonly pendingSignIns: PendingSignIns;
  readonly proofs: Proofs;
  readonly serviceClients: ServiceClients;
  readonly endpointClients: EndpointClients;
  readonly blockedSources: BlockedSources;
  readonly accounts: Accounts;
  readonly invitations: Invitations;
  readonly permissions: Permissions;
  readonly teams: Teams;
  readonly apiKeys: ApiKeys;
  readonly apiKeyDigests: ApiKeyDigests;
  readonly legacyApiKeys: LegacyApiKeys;
  readonly legacyApiKeyUses: LegacyApiKeyUses;
  readonly apiKeyTexts: ApiKeyTexts;
  readonly captcha: Captcha;
  readonly disposableDomains: DisposableDomains;
  readonly codes: CodeDecrypter;
  readonly deliveries: Deliveries;
};

/**
 * The ports of the flows, each named after the need. Adapters implement them on AWS. The memory versions for
 * tests pass the same contract suites. Unless a port states otherwise, a method that fails rejects with
 * `AuthError` `temporarily_unavailable`.
 */

import type { IdTokenUser } from "../domain/id-token-rules.js";
import type { Secret } from "../domain/secret.js";
import type { Principal, TokenRefusal } from "../domain/token-rules.js";
import type { AccessRecords } from "./access.js";
import type { Accounts } from "./accounts.js";
import type { ProvedAddresses, UnprovedAddresses } from "./address-proofs.js";
import type { ApiKeyDigests, ApiKeys, ApiKeyTexts } from "./api-keys.js";
import type { AuditBus, AuditLog, AuditOutbox, AuditSeal } from "./audit.js";
import type { BlockedSources } from "./blocked-sources.js";
import type { BrowserSessions, SessionIds } from "./browser-sessions.js";
import type {
  ChallengeKey,
  Challenges,
  EndpointClients,
  MinimumDuration,
  OneTimeTickets,
  PendingSignIns,
  PendingSteps,
  ServiceClients,
  TokenClients,
} from "./challenges.js";
import type { Directory } from "./directory.js";
import type { PoolPresence, UserEndings } from "./endings.js";
import type { Entitlements } from "./entitlements.js";
import type { AnswerFloors, Outages, Throttle } from "./guard.js";
import type { AnswerSeals, FirstRequests } from "./idempotency.js";
import type { Invitations } from "./invitations.js";
import type { LegacySystem } from "./legacy.js";
import type { LegacyApiKeys, LegacyApiKeyUses } from "./legacy-api-keys.js";
import type { LegacyLookupResults } from "./legacy-lookup-results.js";
import type { CodeDecrypter, Deliveries, Messenger } from "./messages.js";
import type { Permissions, Teams } from "./permissions.js";
import type { Random, SeededRandom } from "./random.js";
import type { HostedPages, RedirectTransactions } from "./redirects.js";
import type { Sessions, TokenSeals } from "./sessions.js";
import type { SignInHabits } from "./sign-in-habits.js";
import type { SignInSources } from "./sign-in-sources.js";
import type { Captcha, DisposableDomains } from "./sign-up.js";
import type { Logger, Metrics } from "./telemetry.js";
import type { Identities, PoolAttributes, PoolDirectory, UserPool } from "./user-pool.js";

export type * from "./audit.js";
export type * from "./directory.js";
export type * from "./guard.js";
export type * from "./legacy.js";
export type * from "./random.js";
export type * from "./settings.js";
export type * from "./telemetry.js";
export type * from "./user-pool.js";

export interface Clock {
  now(): Date;
}

/** What Lambda passes beside the event. */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** The time limit of the current work. Adapters abort their calls when it is reached. */
export interface Deadline {
  /**
   * Runs `work` with a time limit, or with the limit of the work around it if that is earlier. At the limit, every call that it started through adapters is aborted.
   * @throws AuthError `temporarily_unavailable` when the limit is reached.
   */
  within<T>(milliseconds: number, work: () => Promise<T>): Promise<T>;
  /** The remaining time; infinite for work without a deadline. */
  remainingMs(): number;
  /** Aborted at the deadline; undefined for work without one. */
  signal(): AbortSignal | undefined;
}

/** Values in a secret store, by the name that the environment gives. */
export interface Secrets {
  value(name: string): Promise<Secret>;
}

/** Whether a request came through the content delivery network that stands before the API. */
export interface OriginProof {
  /** `given`: the header in which the network sends the stage's secret. @throws AuthError `temporarily_unavailable`. */
  holds(given: string | undefined): Promise<boolean>;
}

/** Maps user input to a stable key that does not reveal it (a keyed hash). */
export interface Pseudonyms {
  of(value: string): Promise<string>;
}

export interface TokenVerifier {
  /**
   * Verifies an access token. Rejects only if the signing keys cannot be fetched. Callers must then neither
   * allow nor deny access, but report an error.
   */
  verify(
    token: string,
  ): Promise<{ kind: "valid"; principal: Principal } | { kind: "invalid"; reason: TokenRefusal }>;
}

export interface IdTokenVerifier {
  /** Verifies an ID token of the stage's own pool. Rejects only if the signing keys cannot be fetched. */
  verify(token: string): Promise<IdTokenUser | TokenRefusal>;
}

/** Whether this deployment handles events of the user pool. */
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
  readonly entitlements: Entitlements;
  readonly audit: AuditLog;
  readonly auditSeal: AuditSeal;
  readonly outbox: AuditOutbox;
  readonly bus: AuditBus;
  readonly legacy: LegacySystem;
  readonly legacyLookupResults: LegacyLookupResults;
  readonly throttle: Throttle;
  readonly outages: Outages;
  readonly answerFloors: AnswerFloors;
  readonly userPool: UserPool;
  /** The same pool, as the client of sessions whose tokens the application holds. */
  readonly tokenUserPool: UserPool;
  readonly identities: Identities;
  readonly poolAttributes: PoolAttributes;
  readonly poolDirectory: PoolDirectory;
  readonly endings: UserEndings;
  readonly poolPresence: PoolPresence;
  readonly habits: SignInHabits;
  readonly signInSources: SignInSources;
  readonly sessions: Sessions;
  readonly browserSessions: BrowserSessions;
  readonly sessionIds: SessionIds;
  readonly redirectTransactions: RedirectTransactions;
  readonly unprovedAddresses: UnprovedAddresses;
  readonly provedAddresses: ProvedAddresses;
  readonly hostedPages: HostedPages;
  readonly tokenSeals: TokenSeals;
  readonly tokens: TokenVerifier;
  readonly idTokens: IdTokenVerifier;
  readonly pools: AllowedPools;
  readonly messenger: Messenger;
  readonly challenges: Challenges;
  readonly tickets: OneTimeTickets;
  readonly minimumDuration: MinimumDuration;
  readonly pendingSignIns: PendingSignIns;
  readonly pendingSteps: PendingSteps;
  readonly challengeKey: ChallengeKey;
  readonly serviceClients: ServiceClients;
  readonly endpointClients: EndpointClients;
  readonly tokenClients: TokenClients;
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
  readonly firstRequests: FirstRequests;
  readonly seededRandom: SeededRandom;
  readonly answerSeals: AnswerSeals;
  readonly captcha: Captcha;
  readonly originProof: OriginProof;
  readonly disposableDomains: DisposableDomains;
  readonly codes: CodeDecrypter;
  readonly deliveries: Deliveries;
};

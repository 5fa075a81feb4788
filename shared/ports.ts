/**
 * What the flows need from the outside, named by need. Adapters implement these against AWS; the
 * memory versions used by tests pass the same contract suites. Unless a port says otherwise, a
 * method that cannot do its work rejects with `AuthError` `temporarily_unavailable`.
 */

import type { Account, LegacyIdentity, Membership, Standing, UserProfile } from "./domain/account.js";
import type { AuditEvent, RecordedAuditEvent } from "./domain/audit-event.js";
import type { ExternalIdentity, NativeUser } from "./domain/federation.js";
import type { LegacyUser } from "./domain/migration.js";
import type { Secret } from "./domain/secret.js";
import type { ThrottleRule } from "./domain/throttle-rule.js";
import type { Principal, TokenRefusal } from "./domain/token-rules.js";
import type { BlockedSources } from "./ports/blocked-sources.js";
import type { Challenges, Grants, Pace, PendingSignIns, Proofs, ServiceClients } from "./ports/challenges.js";
import type { Invitations } from "./ports/invitations.js";
import type { CodeDecrypter, Deliveries, Messenger } from "./ports/messages.js";
import type { SignInHabits } from "./ports/sign-in-habits.js";
import type { Captcha, DisposableDomains } from "./ports/sign-up.js";

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

/** The only fields that a log line can have. Nothing that a person typed or a token holds is among them. */
export type LogFields = {
  readonly outcome?: string | undefined;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  readonly source?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly requestId?: string | undefined;
  readonly status?: number | undefined;
  readonly count?: number | undefined;
  readonly failed?: number | undefined;
  /** The class of an unexpected error, never its text. */
  readonly errorName?: string | undefined;
  /** `file:line` frames of an unexpected error, without its message. */
  readonly frames?: readonly string[] | undefined;
  /** An audit event that the table could not take: the log is then its only record. */
  readonly auditEvent?: AuditEvent | undefined;
};

export interface Logger {
  log(level: "info" | "warn" | "error", message: string, fields: LogFields): void;
}

export interface Metrics {
  /** Counts one; `name` is a metric of CloudWatch's embedded metric format. */
  count(name: string): void;
  /** Writes what was counted; called once at the end of an invocation. */
  flush(): void;
}

/** Values that live in a secret store, by the name that the environment gives. */
export interface Secrets {
  value(name: string): Promise<Secret>;
}

/** Turns what a person typed into a stable key that does not reveal it (a keyed hash). */
export interface Pseudonyms {
  of(value: string): Promise<string>;
}

/**
 * Accounts, memberships and users. Every write takes the audit event that belongs to it and commits
 * both or neither. Reads are strongly consistent.
 */
export interface Directory {
  profile(userId: string): Promise<UserProfile | undefined>;
  userIdBySub(sub: string): Promise<string | undefined>;
  legacyIdentity(legacyId: string): Promise<LegacyIdentity | undefined>;
  /** The legacy id that was approved under a normalised address. */
  legacyIdByAddress(email: string): Promise<string | undefined>;
  /** The user, the account and the membership between them, in one read. */
  standing(userId: string, systemAccountId: string): Promise<Standing>;
  /** Up to `limit` memberships of a user, in the order of account ids. */
  memberships(userId: string, limit: number): Promise<Membership[]>;
  accounts(systemAccountIds: readonly string[]): Promise<Account[]>;
  /**
   * Records that the legacy system vouched for a user. `exists` when that was done before for this legacy
   * id, or for another one with this address; nothing is written then.
   */
  approveMigration(
    input: { legacyId: string; userId: string; email: string },
    event: AuditEvent,
  ): Promise<"approved" | "exists">;
  /** Links an approved legacy identity to the pool's `sub`. `exists` when that very link is there already. */
  linkLegacy(
    input: { legacyId: string; userId: string; sub: string },
    event: AuditEvent,
  ): Promise<"linked" | "exists" | "unknown">;
  /** Creates a profile for a `sub`. `exists` when the `sub` has one; nothing is written then. */
  createProfile(
    input: { userId: string; sub: string; email: string; status: UserProfile["status"] },
    event: AuditEvent,
  ): Promise<"created" | "exists">;
  /** Moves an UNCONFIRMED profile to ACTIVE. Any other status stays; only the event is written then. */
  activateProfile(userId: string, event: AuditEvent): Promise<void>;
}

export interface AuditLog {
  /**
   * Records an event that has no state change of its own. Recording the same id again changes
   * nothing. A failure rejects or goes to the log, as AUDIT_POLICY says of the type.
   */
  record(event: AuditEvent): Promise<void>;
}

/** The side of the audit table from which events are published. */
export interface AuditOutbox {
  /** Marks events as published, so that the sweeper leaves them alone. */
  acknowledge(events: readonly RecordedAuditEvent[]): Promise<void>;
  /** Events recorded before `olderThan` that nobody acknowledged, oldest first. */
  unpublished(olderThan: Date, limit: number): Promise<RecordedAuditEvent[]>;
}

export interface AuditBus {
  /** Publishes up to ten events; answers which of them the bus did not take, by index. */
  publish(events: readonly RecordedAuditEvent[]): Promise<{ failed: readonly number[] }>;
}

/** The system that people migrate from. It never rejects: an answer that is not explicit is `unavailable`. */
export interface LegacySystem {
  verify(username: string, password: string): Promise<LegacyAnswer>;
  lookup(username: string): Promise<LegacyAnswer>;
}
export type LegacyAnswer =
  | { readonly kind: "match"; readonly user: LegacyUser }
  | { readonly kind: "refused" }
  | { readonly kind: "unavailable"; readonly reason: string };

export interface Throttle {
  /**
   * Counts an attempt. Beyond the limit of the window the rule says whether there are no more, or
   * one at a time after growing pauses; concurrent callers never get more than that. When it cannot
   * count, the rule says whether it answers or rejects.
   */
  take(rule: ThrottleRule, key: string): Promise<{ allowed: boolean; retryAfterSeconds: number }>;
  /** Gives an attempt back, because it was not a guess. Never rejects. */
  giveBack(rule: ThrottleRule, key: string): Promise<void>;
}

/** A note, shared between functions, that a dependency is down. It fades after five minutes. */
export interface Outages {
  /** Never rejects. */
  report(dependency: "legacy"): Promise<void>;
  /** It answers again. Never rejects. */
  clear(dependency: "legacy"): Promise<void>;
  /** True also when it cannot be known. Never rejects. */
  isDown(dependency: "legacy"): Promise<boolean>;
}

export type Session = {
  readonly accessToken: string;
  readonly idToken: string;
  /** Present when the pool gave a new one. */
  readonly refreshToken?: string | undefined;
  readonly expiresInSeconds: number;
  readonly principal: Pick<Principal, "sub" | "jti" | "sessionId" | "userId">;
};

export type CodeDelivery = { readonly medium: string; readonly destination: string };

/** The user pool, as the endpoints use it. Expected refusals are answers; the rest rejects. */
export interface UserPool {
  signIn(email: string, password: string): Promise<SignInAnswer>;
  signUp(input: SignUpInput): Promise<SignUpAnswer>;
  confirmSignUp(email: string, code: string): Promise<"confirmed" | "invalid_code">;
  /** Sends a new code; looks the same whether or not the user exists. */
  resendCode(email: string): Promise<void>;
  /** Mails a code for a new password if it may; `withheld` is for audit alone. */
  requestReset(email: string): Promise<"asked" | "withheld">;
  resetPassword(input: { email: string; code: string; password: string }): Promise<ResetAnswer>;
  /** Ends every session of a person who holds none of them. */
  endSessions(email: string): Promise<void>;
  refresh(refreshToken: string): Promise<RefreshAnswer>;
  /** Ends every session of the user; nothing to do when the token's own session is already over. */
  signOutEverywhere(accessToken: string): Promise<void>;
  revoke(refreshToken: string): Promise<void>;
  /** Begins a sign-in without a password and answers CHOOSE with `choice`: the message, in a language if it is known, is on its way then. */
  startChallenge(username: string, choice: string, language?: string): Promise<StartChallengeAnswer>;
  /** Answers a code or a link. `wrong` when another answer may follow, with the session that it needs. */
  answerChallenge(input: { session: string; username: string; answer: string }): Promise<ChallengeAnswer>;
}
export type StartChallengeAnswer =
  | { readonly kind: "asked"; readonly session: string; readonly username: string }
  | { readonly kind: "refused" };
export type ChallengeAnswer =
  | { readonly kind: "session"; readonly session: Session }
  | { readonly kind: "wrong"; readonly session: string }
  | { readonly kind: "refused" };
export type SignInAnswer =
  | { readonly kind: "session"; readonly session: Session }
  | {
      readonly kind: "refused" | "denied" | "not_confirmed" | "reset_required" | "challenge" | "unavailable";
    };
export type SignUpInput = {
  readonly email: string;
  readonly password: string;
  readonly name?: string | undefined;
  readonly language?: string | undefined;
  readonly captchaToken?: string | undefined;
  readonly invitationToken?: string | undefined;
};
/** `refused`: the trigger refused the address. */
export type SignUpAnswer =
  | {
      readonly kind: "created";
      readonly sub: string;
      readonly confirmed: boolean;
    }
  | {
      readonly kind:
        | "exists"
        | "refused"
        | "captcha_failed"
        | "invitation_required"
        | "weak_password"
        | "unavailable";
    };
export type ResetAnswer = "reset" | "invalid_code" | "weak_password";
export type RefreshAnswer =
  | { readonly kind: "session"; readonly session: Session }
  | { readonly kind: "refused"; readonly reason: "expired" | "reused" | "suspended" };

/** Identities of external providers on users of the pool. Calls are subject to the pool's administrative quota. */
export interface Identities {
  /** The pool's own user who signs in with this address; undefined when there is none. */
  nativeUser(userPoolId: string, email: string): Promise<NativeUser | undefined>;
  isLinked(userPoolId: string, user: NativeUser, identity: ExternalIdentity): Promise<boolean>;
  /** From now on whoever proves the identity signs in as the user. */
  link(userPoolId: string, username: string, identity: ExternalIdentity): Promise<void>;
  /** `unknown` when it is linked to nobody. */
  unlink(userPoolId: string, identity: ExternalIdentity): Promise<"unlinked" | "unknown">;
  /** Every refresh token of the user is dead afterwards. */
  endSessions(userPoolId: string, username: string): Promise<void>;
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
  readonly blockedSources: BlockedSources;
  readonly invitations: Invitations;
  readonly captcha: Captcha;
  readonly disposableDomains: DisposableDomains;
  readonly codes: CodeDecrypter;
  readonly deliveries: Deliveries;
};

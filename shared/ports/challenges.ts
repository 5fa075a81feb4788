/** Ports of the custom authentication challenges. */
import type { AuditEvent } from "../domain/audit/audit-event.js";
import type { Challenge, Choice } from "../domain/challenge/challenge.js";
import type { OneTimeTicket, StepUpScope } from "../domain/challenge/one-time-ticket.js";
import type { PoolChallenge } from "../domain/pool-challenge.js";
import type { Keeping } from "../domain/session.js";

/**
 * Issued challenges, by reference. Cognito can deliver a trigger twice, also concurrently, so every method
 * is idempotent: the second call returns the result of the first.
 */
export interface Challenges {
  /**
   * Records the choice that opens a challenge. Returns `conflict`, without a write, if another choice is
   * recorded.
   */
  open(reference: string, choice: Choice, expiresAtSeconds: number): Promise<"open" | "conflict">;
  /** The challenge, even if it has expired. */
  find(reference: string): Promise<Challenge | undefined>;
  /**
   * Takes a lease of `leaseSeconds` to send the message, and stores the keyed hash of the correct answer.
   * Returns `taken` if the message was sent or another delivery holds the lease.
   */
  claim(reference: string, proof: string, leaseSeconds: number): Promise<"claimed" | "taken">;
  /** Records that the message was sent, or was withheld on purpose; the event states which. */
  settle(reference: string, event: AuditEvent): Promise<void>;
  /**
   * Records the single answer of a round. With `passed`, the challenge is used up. Returns `conflict`,
   * without a write, if the round has another answer or another round passed.
   */
  answer(
    reference: string,
    given: { round: number; answer: string; passed: boolean },
    event: AuditEvent,
  ): Promise<"recorded" | "conflict">;
}

/** Single-use records of something proved or decided on the server. Expiry is compared on every read. */
export interface OneTimeTickets {
  /**
   * Issues a ticket and replaces an older one with its id. Repeating the call with the same event changes
   * nothing.
   */
  issue(ticket: OneTimeTicket, event: AuditEvent): Promise<void>;
  /**
   * Consumes a ticket. The same operation (`by`) can consume it again, because Cognito can deliver its
   * trigger twice. Returns `refused` for any other operation, for another user's ticket and for an expired
   * ticket.
   */
  consume(
    wanted: Pick<OneTimeTicket, "id" | "kind" | "sub"> & { readonly by: string },
    event: AuditEvent,
  ): Promise<"consumed" | "refused">;
}

/** Codes, link tokens and keyed hashes, all derived from the stage's challenge key. */
export interface ChallengeKey {
  /** The eight-digit code of a challenge, derived from its reference and the secret key only. */
  code(reference: string): Promise<string>;
  /** The signed token of a magic link. */
  magicLinkToken(reference: string, expiresAtSeconds: number): Promise<string>;
  /** The content of a link token; undefined if the signature is not ours. */
  readMagicLinkToken(token: string): Promise<{ reference: string; expiresAtSeconds: number } | undefined>;
  /** A keyed hash: HMAC-SHA-256, base64url. */
  hash(text: string): Promise<string>;
  /** Compares in constant time. */
  same(one: string, other: string): boolean;
}

/** App clients of trusted services that assert the identity of users (single sign-on). */
export interface ServiceClients {
  includes(clientId: string): Promise<boolean>;
}

/** App clients of our own endpoints. */
export interface EndpointClients {
  includes(clientId: string): Promise<boolean>;
}

/** App clients whose tokens applications hold. */
export interface TokenClients {
  includes(clientId: string): Promise<boolean>;
}

/** A sign-in that waits for a code or a magic link, as the endpoints store it between two requests. */
export type PendingSignIn = {
  /** The Cognito session of the challenge. */
  readonly session: string;
  readonly username: string;
  readonly method: "code" | "link";
  /** The pseudonym under which failed answers are counted and audited. */
  readonly pseudonym: string;
  readonly expiresAtSeconds: number;
  /** Where the tokens of the session will be. Absent if a signed-in user authenticates again. */
  readonly keeping?: Keeping | undefined;
  /** Present if a signed-in user authenticates again. */
  readonly stepUp?: StepUpScope | undefined;
};

export interface PendingSignIns {
  keep(id: string, pending: PendingSignIn): Promise<void>;
  /**
   * Reads and deletes it. Of two concurrent requests, one gets it. Undefined if it does not exist or has
   * expired.
   */
  take(id: string): Promise<PendingSignIn | undefined>;
}

/** A sign-in with a password that waits for another step, as the endpoints store it between two requests. */
export type PendingStep = {
  readonly challenge: PoolChallenge;
  readonly keeping: Keeping;
  /** Of the name, under which failed answers are audited. */
  readonly pseudonym: string;
  readonly wrongAnswers: number;
  readonly expiresAtSeconds: number;
};

export interface PendingSteps {
  keep(id: string, pending: PendingStep): Promise<void>;
  /** As `PendingSignIns.take`. */
  take(id: string): Promise<PendingStep | undefined>;
}

/** Delays a response until a fixed time, so that its duration does not reveal how long the work took. */
export interface MinimumDuration {
  until(at: Date): Promise<void>;
}

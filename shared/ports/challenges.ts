/** What the challenges of custom authentication need from the outside; part of ../ports.ts. */
import type { AuditEvent } from "../domain/audit-event.js";
import type { Challenge, Choice } from "../domain/challenge/challenge.js";
import type { OneTimeTicket } from "../domain/challenge/one-time-ticket.js";

/**
 * The challenges that were given, by reference. Every method may be called twice for one delivery of a
 * trigger, at the same time too: the second call finds what the first one did.
 */
export interface Challenges {
  /** Records the choice that opens a challenge. `conflict` when another choice is there; nothing is written then. */
  open(reference: string, choice: Choice, expiresAtSeconds: number): Promise<"open" | "conflict">;
  /** The challenge, also when its time is over. */
  find(reference: string): Promise<Challenge | undefined>;
  /**
   * Takes the right to send the message, for so many seconds, and sets the keyed hash of the right
   * answer. `taken` when the message was sent, or another delivery is sending it.
   */
  claim(reference: string, proof: string, leaseSeconds: number): Promise<"claimed" | "taken">;
  /** Records that the message is out, or on purpose was not sent: the event says which. */
  settle(reference: string, event: AuditEvent): Promise<void>;
  /**
   * Records the one answer of a round; with `passed`, uses the challenge up. `conflict` when the round
   * has another answer or another round passed; nothing is written then.
   */
  answer(
    reference: string,
    given: { round: number; answer: string; passed: boolean },
    event: AuditEvent,
  ): Promise<"recorded" | "conflict">;
}

/** Things proved or decided on the server, each good for one act. Expiry is compared when they are read. */
export interface OneTimeTickets {
  /** Issues a ticket, in place of an older one of its id; doing so again with the same event changes nothing. */
  issue(ticket: OneTimeTicket, event: AuditEvent): Promise<void>;
  /**
   * Uses a ticket up. The same act (`by`) may use it again, because its trigger can be delivered twice;
   * any other is refused, like one for another person and one that is over.
   */
  consume(
    wanted: Pick<OneTimeTicket, "id" | "kind" | "sub"> & { readonly by: string },
    event: AuditEvent,
  ): Promise<"consumed" | "refused">;
}

/** Codes, link tokens and keyed hashes, all made with the stage's challenge key. */
export interface Proofs {
  /** The code of a challenge: eight digits that follow from its reference, and from nothing that anybody holds. */
  code(reference: string): Promise<string>;
  /** The signed token of a link. */
  linkToken(reference: string, expiresAtSeconds: number): Promise<string>;
  /** What a token says, if we signed it. */
  readLinkToken(token: string): Promise<{ reference: string; expiresAtSeconds: number } | undefined>;
  /** A keyed hash: HMAC-SHA-256, base64url. */
  hash(text: string): Promise<string>;
  /** Compares in a time that does not depend on where two texts differ. */
  same(one: string, other: string): boolean;
}

/** App clients of services that vouch for people (single sign-on). */
export interface ServiceClients {
  includes(clientId: string): Promise<boolean>;
}

/** App clients of our own endpoints. */
export interface EndpointClients {
  includes(clientId: string): Promise<boolean>;
}

/** A sign-in that waits for a code or a link, as the endpoints keep it between two requests. */
export type PendingSignIn = {
  /** The pool's session of the challenge. */
  readonly session: string;
  readonly username: string;
  readonly method: "code" | "link";
  /** Whom the failed answers are counted and audited for. */
  readonly pseudonym: string;
  readonly expiresAtSeconds: number;
  /** Set when somebody who is signed in proves themselves again. */
  readonly stepUp?:
    | { readonly sub: string; readonly sessionId: string; readonly purpose: string }
    | undefined;
};

export interface PendingSignIns {
  keep(id: string, pending: PendingSignIn): Promise<void>;
  /** Takes it away: of two requests at once, one gets it. Undefined when there is none, or its time is over. */
  take(id: string): Promise<PendingSignIn | undefined>;
}

/** Holds an answer back until a time, so that how long the work took does not show. */
export interface MinimumDuration {
  until(at: Date): Promise<void>;
}

/**
 * Sign-ins that wait for an answer. The session handed to the client is a random handle: it says nothing, cannot be
 * forged, and is used once. Kept in memory: a restart ends open challenges.
 */
import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.js";
import { notAuthorized } from "../errors.js";

export interface Challenge {
  readonly name: "NEW_PASSWORD_REQUIRED";
  readonly poolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly expiresAt: number;
}

const mostOpen = 10_000;

export class Challenges {
  readonly #clock: Clock;
  readonly #open = new Map<string, Challenge>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(challenge: Challenge): string {
    const session = randomBytes(96).toString("base64url");
    this.#open.set(session, challenge);
    const [oldest] = this.#open.keys();
    if (this.#open.size > mostOpen && oldest !== undefined) this.#open.delete(oldest);
    return session;
  }

  /** Throws NotAuthorizedException for a session that was never issued, was used, or is over. */
  find(session: string): Challenge {
    const challenge = this.#open.get(session);
    if (!challenge) throw notAuthorized("Invalid session for the user.");
    if (this.#clock.now() >= challenge.expiresAt) {
      throw notAuthorized("Invalid session for the user, session is expired.");
    }
    return challenge;
  }

  /** False when another request has used the session in the meantime. */
  consume(session: string): boolean {
    return this.#open.delete(session);
  }
}

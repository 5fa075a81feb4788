/**
 * One session per sign-in: what ties the tokens of a sign-in together, so that they can be revoked as a family.
 * Its id is the `event_id` claim, which every token of the family carries; a session that is gone was revoked
 * or has outlived all of its tokens.
 */
import type { Method } from "../rules/authentication-level.js";
import type { NewDevice } from "./device.js";

export interface Session {
  readonly id: string;
  readonly originJti: string;
  readonly username: string;
  readonly clientId: string;
  /** Epoch seconds, the `auth_time` claim. */
  readonly authTime: number;
  readonly refreshExpiresAt: number;
  /** When the last token of the family is over. Milliseconds. */
  readonly expiresAt: number;
  /** The refresh token that counts now. */
  refreshJti: string;
  /** Rotated refresh tokens that may still be repeated, and until when. */
  superseded: { jti: string; until: number }[];
  /** What a sign-in through the OAuth endpoints was granted; without it, the API's scope alone. */
  readonly scopes?: readonly string[];
  /** The API that its access tokens are for. */
  readonly resource?: string;
  /** Began while the pool tracked sessions. */
  readonly tracked?: true;
  /** The public id of the browser's session that it came through. */
  ssoId?: string;
  /** When its refresh token was last used. Milliseconds. */
  refreshedAt?: number;
  /** What was proved when it began. Sessions of an earlier data file do not know. */
  readonly methods?: readonly Method[];
  /** The `acr` claim, where the client asked for an authentication level; `amr` goes with it. */
  readonly acr?: string;
  /** The device that the session belongs to; refreshing needs its key. */
  deviceKey?: string;
  /** What the sign-in offered to a new device, until that is confirmed. */
  newDevice?: NewDevice;
}

export class SessionRegistry {
  readonly #onChange: (id: string) => void;
  readonly #byId = new Map<string, Session>();
  readonly #byUser = new Map<string, Set<Session>>();
  #swept = this.#byId.values();

  constructor(onChange: (id: string) => void) {
    this.#onChange = onChange;
  }

  find(id: string): Session | undefined {
    return this.#byId.get(id);
  }

  ids(): Iterable<string> {
    return this.#byId.keys();
  }

  /** Oldest first. */
  of(username: string): Session[] {
    return [...(this.#byUser.get(username) ?? [])];
  }

  save(session: Session, now: number): void {
    this.restore(session);
    this.#dropExpired(session.username, now);
    this.#sweep(now);
    this.#onChange(session.id);
  }

  restore(session: Session): void {
    this.#byId.set(session.id, session);
    const ofUser = this.#byUser.get(session.username) ?? new Set();
    this.#byUser.set(session.username, ofUser.add(session));
  }

  revoke(session: Session): void {
    this.#byId.delete(session.id);
    const ofUser = this.#byUser.get(session.username);
    ofUser?.delete(session);
    if (ofUser?.size === 0) this.#byUser.delete(session.username);
    this.#onChange(session.id);
  }

  revokeAllOf(username: string): void {
    for (const session of this.of(username)) this.revoke(session);
  }

  /** Two of all for each one that is saved: sessions of people who never come back do not stay. */
  #sweep(now: number): void {
    for (let looked = 0; looked < 2; looked += 1) {
      const { done, value: session } = this.#swept.next();
      if (done) this.#swept = this.#byId.values();
      else if (session.expiresAt <= now) this.revoke(session);
    }
  }

  /** Oldest first, and only until the first live one: a sign-in does not pay for all of a user's sessions. */
  #dropExpired(username: string, now: number): void {
    for (const session of this.#byUser.get(username) ?? []) {
      if (session.expiresAt > now) return;
      this.revoke(session);
    }
  }
}

/**
 * The sessions of a pool, one per sign-in. A session connects the tokens of a sign-in, so that they can be
 * revoked together. Its id is the `event_id` claim of all its tokens. A missing session was revoked or its
 * tokens have expired.
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
  /** When the last token of the session expires. Milliseconds. */
  readonly expiresAt: number;
  /** The id of the current refresh token. */
  refreshJti: string;
  /** Superseded refresh tokens that can still be repeated, with their deadlines. */
  superseded: { jti: string; until: number }[];
  /** The scopes that the OAuth endpoints granted. Absent: only the scope of the API. */
  readonly scopes?: readonly string[];
  /** The API that its access tokens are bound to. */
  readonly resource?: string;
  /** Set if the pool tracked sessions when it began. */
  readonly tracked?: true;
  /** The public id of the browser session that it was started through. */
  ssoId?: string;
  /** When its refresh token was last used. Milliseconds. */
  refreshedAt?: number;
  /** The methods proved at its start. Absent in sessions of an older data file. */
  readonly methods?: readonly Method[];
  /** The `acr` claim, set if the client requested an authentication level. `amr` is then issued too. */
  readonly acr?: string;
  /** The device that the session belongs to. Refreshing needs its key. */
  deviceKey?: string;
  /** The offer to an unknown device, until the device is confirmed. */
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

  /** Sorted oldest first. */
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

  /** Checks two sessions for expiry per saved session, so that sessions of inactive users are removed too. */
  #sweep(now: number): void {
    for (let looked = 0; looked < 2; looked += 1) {
      const { done, value: session } = this.#swept.next();
      if (done) this.#swept = this.#byId.values();
      else if (session.expiresAt <= now) this.revoke(session);
    }
  }

  /**
   * Stops at the first unexpired session, the oldest first: a sign-in must not read all sessions of the user.
   */
  #dropExpired(username: string, now: number): void {
    for (const session of this.#byUser.get(username) ?? []) {
      if (session.expiresAt > now) return;
      this.revoke(session);
    }
  }
}

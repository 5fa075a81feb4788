/**
 * Browser sessions of signed-in users (developer guide, "Managed login session cookie"). They last one hour
 * unless sessions are tracked. Kept in memory only.
 */
import { randomBytes } from "node:crypto";
import { ExpiringMap } from "../../bounded-map.js";
import type { Clock } from "../clock.js";
import type { Method } from "../rules/authentication-level.js";

export interface BrowserSession {
  readonly poolId: string;
  /** The client that the user signed in to. */
  readonly clientId: string;
  readonly username: string;
  readonly sub: string;
  readonly signedInAt: number;
  /** The external provider that authenticated the user. */
  readonly provider?: string;
  /** The methods that the user proved. */
  readonly methods: readonly Method[];
}

export class BrowserSessions {
  readonly #clock: Clock;
  /** How long a session is reused depends on the client that asks. */
  readonly #open: ExpiringMap<BrowserSession>;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#open = new ExpiringMap(clock);
  }

  start(session: Omit<BrowserSession, "signedInAt">): string {
    const handle = randomBytes(32).toString("base64url");
    this.#open.set(handle, { ...session, signedInAt: this.#clock.now() });
    return handle;
  }

  find(handle: string | undefined, maxAgeSeconds: number): BrowserSession | undefined {
    return handle === undefined ? undefined : this.#open.get(handle, maxAgeSeconds * 1000);
  }

  /** Returns the sessions of one user with their handles, oldest first. */
  of(poolId: string, sub: string, maxAgeSeconds: number): [string, BrowserSession][] {
    return this.#open
      .entries(maxAgeSeconds * 1000)
      .filter(([, session]) => session.poolId === poolId && session.sub === sub);
  }

  end(handle: string | undefined): void {
    if (handle !== undefined) this.#open.delete(handle);
  }
}

/** Who is signed in with which browser, for one hour (developer guide, "Managed login session cookie"). In memory only. */
import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.js";
import type { Method } from "../rules/authentication-level.js";

export interface BrowserSession {
  readonly poolId: string;
  readonly username: string;
  readonly sub: string;
  readonly signedInAt: number;
  /** The external provider that vouched for them. */
  readonly provider?: string;
  /** What was proved then. */
  readonly methods: readonly Method[];
}

export const browserSessionSeconds = 3600;
const mostOpen = 10_000;

export class BrowserSessions {
  readonly #clock: Clock;
  readonly #open = new Map<string, BrowserSession>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(session: Omit<BrowserSession, "signedInAt">): string {
    const handle = randomBytes(32).toString("base64url");
    this.#open.set(handle, { ...session, signedInAt: this.#clock.now() });
    const [oldest] = this.#open.keys();
    if (this.#open.size > mostOpen && oldest !== undefined) this.#open.delete(oldest);
    return handle;
  }

  find(handle: string | undefined): BrowserSession | undefined {
    const session = handle === undefined ? undefined : this.#open.get(handle);
    const live = session && this.#clock.now() - session.signedInAt < browserSessionSeconds * 1000;
    return live ? session : undefined;
  }

  end(handle: string | undefined): void {
    if (handle !== undefined) this.#open.delete(handle);
  }
}

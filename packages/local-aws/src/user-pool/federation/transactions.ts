/**
 * Sign-ins that are on their way to a provider and back: bound to the browser, for five minutes, good for one answer. In
 * memory only. (Developer guide, "User pool sign-in with third party identity providers"; RFC 9700, 2.1 and 4.7.)
 */
import { createHash, randomBytes } from "node:crypto";
import type { Configuration } from "openid-client";
import { ExpiringMap } from "../../bounded-map.js";
import type { Clock } from "../clock.js";

export interface Transaction {
  readonly poolId: string;
  readonly provider: string;
  /** The metadata that the sign-in began with: an answer of another provider does not fit it. */
  readonly config: Configuration;
  /** The query of the application's authorize request. */
  readonly search: string;
  readonly nonce: string;
  readonly codeVerifier: string | undefined;
}

interface Entry {
  readonly transaction: Transaction;
  readonly browser: string;
}

export const transactionSeconds = 300;

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

export class Transactions {
  readonly #open: ExpiringMap<Entry>;

  constructor(clock: Clock) {
    this.#open = new ExpiringMap(clock);
  }

  /** The state of the new transaction. */
  begin(transaction: Transaction, browser: string): string {
    const state = randomBytes(32).toString("base64url");
    this.#open.set(state, { transaction, browser: digest(browser) }, transactionSeconds * 1000);
    return state;
  }

  /** Undefined for a state that is unknown, was used, expired, or belongs to another pool or browser. */
  take(state: string, poolId: string, browser: string): Transaction | undefined {
    const entry = this.#open.get(state);
    // A stranger's browser must not use it up.
    if (!entry || entry.transaction.poolId !== poolId || entry.browser !== digest(browser)) return undefined;
    this.#open.delete(state);
    return entry.transaction;
  }
}

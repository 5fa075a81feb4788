/**
 * Pending sign-ins with external providers. Each is bound to the browser, expires after five minutes and
 * accepts one response. Kept in memory only. (Developer guide, "User pool sign-in with third party identity
 * providers"; RFC 9700, 2.1 and 4.7.)
 */
import { createHash, randomBytes } from "node:crypto";
import type { Configuration } from "openid-client";
import { ExpiringMap } from "../../bounded-map.js";
import type { Clock } from "../clock.js";

export interface Transaction {
  readonly poolId: string;
  readonly provider: string;
  /** The provider metadata at the start of the sign-in. A response of another provider does not match it. */
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

  /** Returns the state of the new transaction. */
  begin(transaction: Transaction, browser: string): string {
    const state = randomBytes(32).toString("base64url");
    this.#open.set(state, { transaction, browser: digest(browser) }, transactionSeconds * 1000);
    return state;
  }

  /** Returns undefined if the state is unknown, used, expired, or of another pool or browser. */
  take(state: string, poolId: string, browser: string): Transaction | undefined {
    const entry = this.#open.get(state);
    // Another browser must not use the transaction up.
    if (!entry || entry.transaction.poolId !== poolId || entry.browser !== digest(browser)) return undefined;
    this.#open.delete(state);
    return entry.transaction;
  }
}

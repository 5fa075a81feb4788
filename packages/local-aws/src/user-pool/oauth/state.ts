/** State that the endpoints keep between requests. Kept in memory: a restart ends it. */
import type { Clock } from "../clock.js";
import { Transactions } from "../federation/transactions.js";
import { BrowserSessions } from "./browser-sessions.js";
import { Codes } from "./codes.js";

export interface OAuthState {
  readonly codes: Codes;
  readonly browserSessions: BrowserSessions;
  readonly federated: Transactions;
}

export const oauthState = (clock: Clock): OAuthState => ({
  codes: new Codes(clock),
  browserSessions: new BrowserSessions(clock),
  federated: new Transactions(clock),
});

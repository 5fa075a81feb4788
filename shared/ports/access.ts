/** What the authorizer asks before it lets a token in, and how a session ends for it. */
import type { Standing } from "../domain/account.js";
import type { Principal } from "../domain/token-rules.js";

export type TokenSession = Pick<Principal, "sub" | "sessionId" | "authenticatedAtSeconds">;

export type AccessQuery = {
  readonly userId: string;
  /** Without an account, the user alone is read. */
  readonly systemAccountId?: string | undefined;
  /** Without a session, nothing is said about its end. */
  readonly session?: TokenSession | undefined;
};

export type AccessRecord = {
  readonly standing: Standing;
  /** The session was ended before its tokens were over. */
  readonly sessionEnded: boolean;
};

export interface AccessRecords {
  userIdBySub(sub: string): Promise<string | undefined>;
  /** In one strongly consistent read. */
  read(query: AccessQuery): Promise<AccessRecord>;
}

/**
 * Sessions that are over while their access tokens are not. Noted for as long as a token can be good; doing it
 * again changes nothing.
 */
export interface EndedSessions {
  end(sessionId: string): Promise<void>;
  /** Every session of the pool user that began before this second. */
  endAllOf(sub: string): Promise<void>;
}

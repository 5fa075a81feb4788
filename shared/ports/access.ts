/** Reads and writes behind the authorizer's decision and the end of sessions. */
import type { Standing } from "../domain/account.js";
import type { Principal } from "../domain/token-rules.js";

export type TokenSession = Pick<Principal, "sub" | "sessionId" | "authenticatedAtSeconds">;

export type AccessQuery = {
  readonly userId: string;
  /** When absent, only the user is read. */
  readonly systemAccountId?: string | undefined;
  /** When absent, the end of a session is not checked. */
  readonly session?: TokenSession | undefined;
};

export type AccessRecord = {
  readonly standing: Standing;
  /** The session ended before its tokens expired. */
  readonly sessionEnded: boolean;
};

export interface AccessRecords {
  userIdBySub(sub: string): Promise<string | undefined>;
  /** One strongly consistent read. */
  read(query: AccessQuery): Promise<AccessRecord>;
}

/**
 * Sessions that ended before their access tokens expired. Each end is stored for the longest lifetime of an
 * access token. Repeated calls change nothing.
 */
export interface EndedSessions {
  end(sessionId: string): Promise<void>;
  /** Ends every session of the pool user that began before the current second. */
  endAllOf(sub: string): Promise<void>;
}

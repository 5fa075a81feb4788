/** Reads behind the authorizer's decision. */
import type { Standing } from "../domain/account.js";
import type { Principal } from "../domain/token-rules.js";
import type { FoundBrowserSession, SessionKey } from "./browser-sessions.js";

/** Without `sub`, an end of the pool user's sessions alone is not seen. */
export type TokenSession = Pick<Principal, "sessionId" | "authenticatedAtSeconds"> &
  Partial<Pick<Principal, "sub">>;

export type AccessQuery = {
  readonly userId: string;
  /** When absent, only the user is read. */
  readonly systemAccountId?: string | undefined;
  /** When absent, the end of a session is not checked. */
  readonly session?: TokenSession | undefined;
};

export type AccessRecord = {
  readonly standing: Standing;
  /** The session ended before its tokens expired, alone or with all sessions of the user. */
  readonly sessionEnded: boolean;
};

export type BrowserAccessQuery = SessionKey & Pick<AccessQuery, "systemAccountId">;

export type BrowserAccessRecord = {
  readonly standing: Standing;
  /** Undefined if the user has no such session. */
  readonly session: FoundBrowserSession | undefined;
};

export interface AccessRecords {
  userIdBySub(sub: string): Promise<string | undefined>;
  /** One strongly consistent read. */
  read(query: AccessQuery): Promise<AccessRecord>;
  /** One strongly consistent read. */
  readBrowser(query: BrowserAccessQuery): Promise<BrowserAccessRecord>;
}

/** The sessions of browsers, one row each, beside the rows of `Sessions`: its ends and its lists hold for both. */
import type { BrowserSession } from "../domain/browser-session.js";

export type SessionKey = { readonly sessionId: string; readonly userId: string };
export type FoundBrowserSession = BrowserSession & {
  /** Ended, alone or with all sessions of the user, or idle or older than allowed. */
  readonly ended: boolean;
};

/** Every row expires. Reads are strongly consistent. */
export interface BrowserSessions {
  create(session: BrowserSession): Promise<void>;
  find(key: SessionKey): Promise<FoundBrowserSession | undefined>;
  /**
   * Stores the session after a refresh. Returns `lost`, without a write, if the stored version is not the one before
   * it, or the session has ended. Of concurrent calls, one returns `stored`.
   */
  refresh(next: BrowserSession): Promise<"stored" | "lost">;
}

/** The id in a cookie, as it is stored. */
export interface SessionIds {
  digestOf(id: string): string;
  /** The id for sister sites. The id of the session cannot be derived from it. */
  sisterOf(id: string): string;
}

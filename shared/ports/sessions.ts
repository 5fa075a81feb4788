/** The sessions of users, one row each. */
import type { SessionSummary, StoredSession } from "../domain/session.js";

/**
 * Sessions, and their ends. An end also applies to access tokens: the authorizer reads it. Every row expires. Reads are
 * strongly consistent, except `list`.
 */
export interface Sessions {
  /** Returns `exists`, without a write, if the session is stored already, ended or not. */
  create(session: StoredSession): Promise<"created" | "exists">;
  /** `ended` is true if the session was ended, alone or with all sessions of the user, or has expired. */
  find(key: {
    readonly sessionId: string;
    readonly userId: string;
  }): Promise<(StoredSession & { readonly ended: boolean }) | undefined>;
  /**
   * Stores the session after a refresh. Returns `lost`, without a write, if the stored version is not the one before
   * it, or the session has ended. Of concurrent calls, one returns `stored`.
   */
  refresh(next: StoredSession): Promise<"stored" | "lost">;
  /** Ends one session, also one without a row. Repeated calls change nothing. */
  end(sessionId: string): Promise<void>;
  /**
   * Ends every session of the user, on every pool user, that began before the next second, because tokens carry whole
   * seconds. A caller whose user can sign in afterwards uses `endSessionsNow`, which waits for that second.
   * `spareThisSecond`: of a sign-in that is running. With the `sub` of one pool user instead, the access tokens
   * of that pool user end; the pool ends their refresh tokens.
   */
  endAllOf(userIdOrSub: string, options?: { readonly spareThisSecond?: boolean }): Promise<void>;
  /** Up to 100 sessions of a user that have not ended, latest first. Eventually consistent. */
  list(userId: string): Promise<readonly SessionSummary[]>;
}

/** Encrypts a refresh token so that only a holder of the token before it can read it. */
export interface TokenSeals {
  seal(token: string, under: string): string;
  /** Undefined if it was sealed under another token. */
  open(sealed: string, under: string): string | undefined;
}

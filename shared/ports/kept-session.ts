/** A session as its client gets it. */
import type { BrowserSession } from "../domain/browser-session.js";
import type { Session, SessionFacts } from "./user-pool.js";

/** A session of a browser. */
export type InBrowser = {
  readonly session: BrowserSession;
  readonly facts: SessionFacts;
  /** Without a time, the cookie lives as long as the browser. */
  readonly cookie: {
    readonly value: string;
    readonly maxAgeSeconds?: number | undefined;
    /** For the hosts of a parent domain. */
    readonly sister?: { readonly value: string; readonly domain: string } | undefined;
  };
};

export type KeptSession =
  /** The refresh token has the form that the client keeps. */
  { readonly mode: "token"; readonly session: Session } | ({ readonly mode: "cookie" } & InBrowser);

/** What the pages of a browser learn of its session. */
export type DescribedSession =
  | { readonly status: "signed_in"; readonly session: BrowserSession; readonly facts: SessionFacts }
  /** Signed in, but the session must be refreshed before its next use. */
  | { readonly status: "refresh_due" }
  | { readonly status: "signed_out" };

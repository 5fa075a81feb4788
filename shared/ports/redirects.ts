/** Ports of sign-in by redirect. */
import type { RedirectTransaction } from "../domain/redirect-sign-in.js";
import type { Session } from "./user-pool.js";

export interface RedirectTransactions {
  keep(id: string, transaction: RedirectTransaction): Promise<void>;
  /** Reads and deletes it. Of two concurrent requests, one gets it. Undefined if it does not exist or has expired. */
  take(id: string): Promise<RedirectTransaction | undefined>;
}

export type AuthorizeRequest = {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly provider?: string | undefined;
  readonly loginHint?: string | undefined;
};

/** The pool's own pages, which send the browser on to a provider. */
export interface HostedPages {
  /** The address where a browser begins. Undefined if the stage has no such pages. */
  authorizeUrl(request: AuthorizeRequest): string | undefined;
  /** Redeems a code. `refused`: it is not one of this client, this verifier and this nonce. */
  redeem(input: {
    readonly code: string;
    readonly redirectUri: string;
    readonly verifier: string;
    readonly nonce: string;
  }): Promise<{ readonly kind: "session"; readonly session: Session } | { readonly kind: "refused" }>;
  /** The address that ends the pool's own session of the browser. Undefined as above. */
  logoutUrl(returnTo: string): string | undefined;
}

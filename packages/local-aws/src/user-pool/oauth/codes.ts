/**
 * Authorization codes: single use, valid for five minutes (RFC 6749, 4.1.2). A used code stays known, so that
 * its reuse can be told from an unknown code.
 */
import { randomBytes } from "node:crypto";
import { ExpiringMap } from "../../bounded-map.js";
import type { Clock } from "../clock.js";

export interface CodeGrant {
  readonly poolId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** The PKCE challenge. S256 is the only method. */
  readonly challenge: string | undefined;
  readonly scopes: readonly string[];
  /** The session whose tokens are revoked when the code is reused. */
  readonly sessionId: string;
  readonly tokens: {
    readonly AccessToken: string;
    readonly IdToken: string;
    readonly ExpiresIn: number;
    readonly RefreshToken?: string;
  };
}

interface Entry {
  readonly grant: CodeGrant;
  used: boolean;
}

type Redeemed =
  | { readonly kind: "granted"; readonly grant: CodeGrant; readonly ageSeconds: number }
  | { readonly kind: "reused" | "expired"; readonly grant: CodeGrant }
  | { readonly kind: "unknown" };

const lifetimeMs = 5 * 60_000;

export class Codes {
  readonly #known: ExpiringMap<Entry>;

  constructor(clock: Clock) {
    this.#known = new ExpiringMap(clock);
  }

  issue(grant: CodeGrant): string {
    const code = randomBytes(32).toString("base64url");
    this.#known.set(code, { grant, used: false }, lifetimeMs);
    return code;
  }

  /** Uses the code up, even if the request then fails other checks. */
  redeem(code: string): Redeemed {
    const kept = this.#known.look(code);
    if (!kept) return { kind: "unknown" };
    const { value: entry, ageMs, expired } = kept;
    const { grant, used } = entry;
    entry.used = true;
    if (used) return { kind: "reused", grant };
    if (expired) return { kind: "expired", grant };
    return { kind: "granted", grant, ageSeconds: Math.floor(ageMs / 1000) };
  }
}

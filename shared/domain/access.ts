/** A request for access to an API function, and its possible outcomes. */
import type { ApiKeyDenial, ApiKeyRefused } from "./api-key/api-key-outcome.js";
import type { Caller } from "./caller.js";
import type { Credential, CredentialRefusal } from "./credential.js";
import type { PermissionRefusal } from "./permission/decide.js";
import type { TokenRefusal } from "./token-rules.js";

export type AccessRequest = {
  readonly credential: Credential;
  readonly accountInPath?: string | undefined;
  readonly accountInHeader?: string | undefined;
  readonly userInPath?: string | undefined;
  readonly routeKey: string;
  /** Whether the request comes from a page of the site, or has a safe method. Counts for the cookie of a session. */
  readonly fromSite?: boolean | undefined;
  /** A function, because only events need the caller, and finding the address may cost a call. */
  readonly callerOf: () => Promise<Caller>;
};

/** The authorizer context that API functions receive. All values are text; absent values are empty. */
export type AccessContext = {
  readonly user_id: string;
  readonly username: string;
  readonly email: string;
  readonly system_account_id: string;
  readonly visible_account_id: string;
  readonly cell_id: string;
  readonly role: string;
  readonly scopes: string;
  readonly credential: "token" | "cookie" | "api_key";
  /** Only of users. */
  readonly sub: string;
  readonly session_id: string;
  /** Only with an API key. */
  readonly key_id: string;
};

export type AccessDecision =
  | { readonly kind: "allow"; readonly context: AccessContext }
  | { readonly kind: "deny"; readonly reason: DenyReason }
  | {
      readonly kind: "unauthenticated";
      readonly reason:
        | TokenRefusal
        | CredentialRefusal
        | ApiKeyRefused
        | "missing"
        | "session_ended"
        | "session_expired"
        | "session_unknown";
    };

export type DenyReason =
  | ApiKeyDenial
  | "account_contradiction"
  | "context_missing"
  | "credential"
  | "cross_site"
  | "creation_closed"
  | "invitation_invalid"
  | "last_owner"
  | "owner_required"
  | "role_too_low"
  | "scope_missing"
  | "account_missing"
  | "grant_outlives_own"
  | PermissionRefusal;

/**
 * The audit events: facts about a person's identity that the security team must not miss. Each
 * has a stable id made of its type and the natural key of what happened, so that a repeated
 * delivery records it once.
 */
import type { AuditEventType } from "./audit-event-type.js";

export { AUDIT_POLICY, type AuditEventType } from "./audit-event-type.js";

/** What an event may say. A closed list: nothing secret can be written down by accident. */
export type AuditDetails = {
  readonly reason?: string | undefined;
  readonly userId?: string | undefined;
  readonly sub?: string | undefined;
  readonly email?: string | undefined;
  readonly legacyId?: string | undefined;
  /** The external provider's name in the pool. */
  readonly provider?: string | undefined;
  readonly systemAccountId?: string | undefined;
  readonly clientId?: string | undefined;
  /** The id of an API key, which is no secret. */
  readonly keyId?: string | undefined;
  /** `origin_jti`: one per sign-in, the same through all refreshes. Not a credential. */
  readonly sessionId?: string | undefined;
  readonly sourceIp?: string | undefined;
  readonly userAgent?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  readonly route?: string | undefined;
  readonly requestId?: string | undefined;
  /** The user who did it, where it was done to another one or to an account. */
  readonly actorId?: string | undefined;
  /** `<type>/<id>`. */
  readonly resource?: string | undefined;
  /** Who was granted something: `<kind>:<id>`. */
  readonly grantee?: string | undefined;
  /** With commas. */
  readonly actions?: string | undefined;
  /** RFC 3339. */
  readonly expiresAt?: string | undefined;
  readonly teamId?: string | undefined;
  /** Who gave an operator's command, as far as the machine that it was given on knows. */
  readonly operator?: string | undefined;
};

export type AuditEvent = {
  /** `<type>/<key>`: the same happening always has the same id. */
  readonly id: string;
  readonly type: AuditEventType;
  readonly version: 1;
  /** Whose events are in order and in one chain: `user:<user_id>`, `account:<system_account_id>`, or a pseudonym where no user is known. */
  readonly subject: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  readonly details: AuditDetails;
};

/** An event as the audit table holds it: its place in the subject's order, chained by hash to the one before. */
export type RecordedAuditEvent = AuditEvent & {
  /** 1 for a subject's first event, without gaps. */
  readonly sequence: number;
  readonly hash: string;
  readonly previousHash: string;
};

const MAX_TEXT = 512;

/**
 * Credentials by their forms: JSON Web Tokens and encrypted tokens (RFC 7519, RFC 7516), API keys, one-time tickets and
 * invitations. A caller can send one in any field.
 */
const CREDENTIAL =
  /eyJ[\w-]{5,}\.[\w-]*\.[\w.-]*|\bidl_[A-Za-z0-9-]+_[A-Za-z0-9]{16}_\w*|\b(?:sso|invite)_[0-9a-f]{16,}/g;

// Line separators and lone surrogates would break consumers that read one JSON document a line. Cut
// first: the cut itself can leave half of a surrogate pair.
const plain = (value: string): string =>
  value
    .replace(CREDENTIAL, "[withheld]")
    .slice(0, MAX_TEXT)
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]/gu, " ");

/** Builds an event. `key` names what happened among all events of the type; absent and empty details are left out. */
export const auditEvent = (
  type: AuditEventType,
  input: { subject: string; key: string; at: Date; details?: AuditDetails },
): AuditEvent => {
  const details = Object.fromEntries(
    Object.entries(input.details ?? {})
      .filter((entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "")
      .map(([name, value]) => [name, plain(value)]),
  );
  return {
    id: `${type}/${plain(input.key)}`,
    type,
    version: 1,
    subject: input.subject,
    at: input.at.toISOString(),
    details,
  };
};

/**
 * Part of the key of a happening that has no id of its own: repeated deliveries of one come within
 * seconds and should be one event, and a second one in the same minute says nothing new.
 */
export const minuteOf = (at: Date): string => at.toISOString().slice(0, 16);
export const hourOf = (at: Date): string => at.toISOString().slice(0, 13);

export const accountSubject = (systemAccountId: string): string => `account:${systemAccountId}`;
export const userSubject = (userId: string): string => `user:${userId}`;
/** An API key of ours. */
export const keySubject = (keyId: string): string => `key:${keyId}`;
/** A subject for attempts where no user is known: a keyed hash, so that typed text is never stored. */
export const pseudonymSubject = (pseudonym: string): string => `pseudonym:${pseudonym}`;

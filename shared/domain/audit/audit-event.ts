/**
 * Audit events: identity facts that the security team must not miss. Each event has a stable id made of its
 * type and a natural key, so that a repeated delivery is recorded once.
 */
import type { AuditEventType } from "./audit-event-type.js";

export { AUDIT_POLICY, type AuditEventType } from "./audit-event-type.js";

/** The closed list of details, so that no secret is recorded by accident. */
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
  /** The id of an API key. Not a secret. */
  readonly keyId?: string | undefined;
  /** `origin_jti`: one per sign-in, unchanged by refreshes. Not a credential. */
  readonly sessionId?: string | undefined;
  readonly sourceIp?: string | undefined;
  readonly userAgent?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  readonly route?: string | undefined;
  readonly requestId?: string | undefined;
  /** The user who acted, if the event is about another user or an account. */
  readonly actorId?: string | undefined;
  /** `<type>/<id>`. */
  readonly resource?: string | undefined;
  /** The grantee of a grant: `<kind>:<id>`. */
  readonly grantee?: string | undefined;
  /** Separated by commas. */
  readonly actions?: string | undefined;
  /** RFC 3339. */
  readonly expiresAt?: string | undefined;
  readonly teamId?: string | undefined;
  /** The operator who ran the command, as reported by the operator's machine. */
  readonly operator?: string | undefined;
};

export type AuditEvent = {
  /** `<type>/<key>`: repeated deliveries of the same fact have the same id. */
  readonly id: string;
  readonly type: AuditEventType;
  readonly version: 1;
  /**
   * The subject whose events form one ordered chain: `user:<user_id>`, `account:<system_account_id>`, or a
   * pseudonym if no user is known.
   */
  readonly subject: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  readonly details: AuditDetails;
};

/** An event as stored in the audit table: numbered per subject and chained by hash to the previous event. */
export type RecordedAuditEvent = AuditEvent & {
  /** 1 for a subject's first event, without gaps. */
  readonly sequence: number;
  readonly hash: string;
  readonly previousHash: string;
};

const MAX_TEXT = 512;

/**
 * Patterns of credentials: JSON Web Tokens and encrypted tokens (RFC 7519, RFC 7516), API keys, one-time
 * tickets and invitations. A caller can send one in any field.
 */
const CREDENTIAL =
  /eyJ[\w-]{5,}\.[\w-]*\.[\w.-]*|\bidl_[A-Za-z0-9-]+_[A-Za-z0-9]{16}_\w*|\b(?:sso|invite)_[0-9a-f]{16,}/g;

// Line separators and lone surrogates would break consumers that read one JSON document per line. The text is
// cut first, because the cut can split a surrogate pair.
const plain = (value: string): string =>
  value
    .replace(CREDENTIAL, "[withheld]")
    .slice(0, MAX_TEXT)
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]/gu, " ");

/** Builds an event. `key` is unique among events of the type. Absent and empty details are left out. */
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
 * The minute of a time, as part of the key of a fact without an id. Repeated deliveries arrive within seconds
 * and must give one event. A second fact in the same minute adds no information.
 */
export const minuteOf = (at: Date): string => at.toISOString().slice(0, 16);
export const hourOf = (at: Date): string => at.toISOString().slice(0, 13);

export const accountSubject = (systemAccountId: string): string => `account:${systemAccountId}`;
export const userSubject = (userId: string): string => `user:${userId}`;
/** An API key of this product. */
export const apiKeySubject = (keyId: string): string => `key:${keyId}`;
/** The subject of attempts without a known user: a keyed hash, so that user input is never stored. */
export const pseudonymSubject = (pseudonym: string): string => `pseudonym:${pseudonym}`;

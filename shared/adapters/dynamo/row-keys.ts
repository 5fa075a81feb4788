/** The row keys of the directory and audit tables. */

export type Key = { readonly pk: string; readonly sk: string };

export const profileKey = (userId: string): Key => ({ pk: `USER#${userId}`, sk: "PROFILE" });
/** `at`: the time of the change, RFC 3339. */
export const addressChangeKey = (userId: string, at: string): Key => ({
  pk: `USER#${userId}`,
  sk: `ADDRESS#${at}`,
});
export const subKey = (sub: string): Key => ({ pk: `SUB#${sub}`, sk: "IDENTITY" });
/** The other direction of `subKey`: the pool users of a user. */
export const poolUserKey = (userId: string, sub: string): Key => ({
  pk: `USER#${userId}`,
  sk: `${POOL_USER_PREFIX}${sub}`,
});
export const POOL_USER_PREFIX = "POOLUSER#";
export const legacyKey = (legacyId: string): Key => ({ pk: `LEGACY#${legacyId}`, sk: "IDENTITY" });
export const legacyAddressKey = (email: string): Key => ({ pk: `LEGACYADDRESS#${email}`, sk: "IDENTITY" });
export const accountKey = (systemAccountId: string): Key => ({
  pk: `ACCOUNT#${systemAccountId}`,
  sk: "META",
});

/**
 * The owner of a visible id. It is case-insensitive, because ids that differ only in case would be confused.
 */
export const visibleAccountKey = (visibleAccountId: string): Key => ({
  pk: `VISIBLE#${visibleAccountId.toUpperCase()}`,
  sk: "ACCOUNT",
});

/** A membership has two rows, so that both directions are read consistently. */
export const membershipKey = (userId: string, systemAccountId: string): Key => ({
  pk: `USER#${userId}`,
  sk: `${MEMBERSHIP_PREFIX}${systemAccountId}`,
});
export const memberKey = (systemAccountId: string, userId: string): Key => ({
  pk: `ACCOUNT#${systemAccountId}`,
  sk: `${MEMBERSHIP_PREFIX}${userId}`,
});
export const MEMBERSHIP_PREFIX = "MEMBER#";

/** Zero-padded, so that the order of keys is the order of events. */
export const auditEventKey = (subject: string, sequence: number): Key => ({
  pk: `SUBJECT#${subject}`,
  sk: `EVENT#${String(sequence).padStart(12, "0")}`,
});
export const auditHeadKey = (subject: string): Key => ({ pk: `SUBJECT#${subject}`, sk: "HEAD" });
export const auditIdKey = (eventId: string): Key => ({ pk: `ID#${eventId}`, sk: "ID" });

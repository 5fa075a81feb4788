/** The row keys of the directory and audit tables. */
import type { ProvedAddress } from "../../domain/address-proof.js";

export type RowKey = { readonly pk: string; readonly sk: string };

export const profileRowKey = (userId: string): RowKey => ({ pk: `USER#${userId}`, sk: "PROFILE" });
/** `at`: the time of the change, RFC 3339. */
export const addressChangeRowKey = (userId: string, at: string): RowKey => ({
  pk: `USER#${userId}`,
  sk: `ADDRESS#${at}`,
});
/** What a legacy mapping stores of a user beside the profile, which every request reads. */
export const legacyAttributesRowKey = (userId: string): RowKey => ({
  pk: `USER#${userId}`,
  sk: "ATTRIBUTES",
});
export const subRowKey = (sub: string): RowKey => ({ pk: `SUB#${sub}`, sk: "IDENTITY" });
/** A pool user of a user who was stored before the profile had the column `subs`. */
export const poolUserRowKey = (userId: string, sub: string): RowKey => ({
  pk: `USER#${userId}`,
  sk: `${POOL_USER_PREFIX}${sub}`,
});
export const POOL_USER_PREFIX = "POOLUSER#";
export const legacyIdentityRowKey = (legacyId: string): RowKey => ({
  pk: `LEGACY#${legacyId}`,
  sk: "IDENTITY",
});
export const legacyAddressRowKey = (email: string): RowKey => ({
  pk: `LEGACYADDRESS#${email}`,
  sk: "IDENTITY",
});
/** `userName`: of the provider's user, in lower case. */
export const provedAddressRowKey = ({ userName, email }: ProvedAddress): RowKey => ({
  pk: `PROVED#${email}`,
  sk: `IDENTITY#${userName}`,
});
/** `hash`: the keyed hash of a legacy id or an address of an erased user. */
export const tombstoneRowKey = (hash: string): RowKey => ({ pk: `ERASED#${hash}`, sk: "TOMBSTONE" });
export const accountRowKey = (systemAccountId: string): RowKey => ({
  pk: `ACCOUNT#${systemAccountId}`,
  sk: "META",
});

/**
 * The owner of a visible id. It is case-insensitive, because ids that differ only in case would be confused.
 */
export const visibleAccountRowKey = (visibleAccountId: string): RowKey => ({
  pk: `VISIBLE#${visibleAccountId.toUpperCase()}`,
  sk: "ACCOUNT",
});

/** A membership has two rows, so that both directions are read consistently. */
export const membershipRowKey = (userId: string, systemAccountId: string): RowKey => ({
  pk: `USER#${userId}`,
  sk: `${MEMBERSHIP_PREFIX}${systemAccountId}`,
});
export const memberRowKey = (systemAccountId: string, userId: string): RowKey => ({
  pk: `ACCOUNT#${systemAccountId}`,
  sk: `${MEMBERSHIP_PREFIX}${userId}`,
});
export const MEMBERSHIP_PREFIX = "MEMBER#";

/**
 * The last ending of a membership. A membership that ends leaves the lists of the user and of the account, so that no
 * list grows with what ended. The row stays when the user joins again. Memberships that ended before these rows existed
 * are REMOVED rows in the lists, where their readers skip them.
 */
export const formerMembershipRowKey = (userId: string, systemAccountId: string): RowKey => ({
  pk: `USER#${userId}`,
  sk: `${FORMER_MEMBERSHIP_PREFIX}${systemAccountId}`,
});
export const FORMER_MEMBERSHIP_PREFIX = "LEFT#";

/** The head of a subject's chain: the last reserved number and hash, and numbers that their events may not have yet. */
export const auditHeadRowKey = (subject: string): RowKey => ({ pk: `HEAD#${subject}`, sk: "HEAD" });

/** Rows of the first form. Zero-padded, so that the order of keys is the order of events. */
export const numberedEventRowKey = (subject: string, sequence: number): RowKey => ({
  pk: `SUBJECT#${subject}`,
  sk: `EVENT#${String(sequence).padStart(12, "0")}`,
});
export const numberedHeadRowKey = (subject: string): RowKey => ({ pk: `SUBJECT#${subject}`, sk: "HEAD" });

/**
 * Converts rows of the directory table to domain values and back. Rows that lack a value are errors, never
 * values of their own.
 */
import type {
  Account,
  AccountStatus,
  LegacyIdentity,
  LegacyState,
  Membership,
  MembershipStatus,
  UserProfile,
  UserStatus,
} from "../../domain/account.js";
import { isRecord } from "../../domain/record.js";
import { Columns, isMapOfTexts, isTexts } from "./columns.js";
import {
  accountRowKey,
  formerMembershipRowKey,
  legacyIdentityRowKey,
  memberRowKey,
  membershipRowKey,
  profileRowKey,
} from "./row-keys.js";

export type Row = Readonly<Record<string, unknown>>;

const USER_STATUSES = {
  UNCONFIRMED: true,
  ACTIVE: true,
  SUSPENDED: true,
} as const satisfies Values<UserStatus>;
const MEMBERSHIP_STATUSES = {
  INVITED: true,
  ACTIVE: true,
  SUSPENDED: true,
  REMOVED: true,
} as const satisfies Values<MembershipStatus>;
const ACCOUNT_STATUSES = {
  ACTIVE: true,
  SUSPENDED: true,
  CLOSED: true,
} as const satisfies Values<AccountStatus>;
const LEGACY_STATES = { PREPARED: true, APPROVED: true, LINKED: true } as const satisfies Values<LegacyState>;
type Values<Text extends string> = Readonly<Record<Text, true>>;

/** The columns of a row of the directory table. @throws AuthError `internal` when a value is read that is not there. */
export const directoryColumns = (row: Row): Columns => new Columns("directory", row);

export const profileFrom = (row: Row | undefined): UserProfile | undefined => {
  if (row === undefined) return undefined;
  const columns = directoryColumns(row);
  return {
    userId: columns.text("user_id"),
    email: columns.text("email"),
    status: columns.oneOf("status", USER_STATUSES),
    sub: columns.optionalText("sub"),
    legacyId: columns.optionalText("legacy_id"),
    activeAccountId: columns.optionalText("active_account_id"),
    groups: columns.texts("groups"),
    membershipCount: columns.optionalNumber("membership_count") ?? 0,
    membershipVersion: columns.optionalNumber("membership_version") ?? 0,
    passwordPending: columns.flag("password_pending") || undefined,
    suspendedAt: columns.optionalText("suspended_at"),
    mergedInto: columns.optionalText("merge_into"),
    acceptingSince: columns.optionalText("accepting_since"),
    fallbackAccountId: columns.optionalText("fallback_account_id"),
    ...endingFrom(columns),
  };
};

/** From a row of its own, or from the profile of a user who was linked before there was one. */
export const legacyAttributesFrom = (row: Row | undefined): Readonly<Record<string, string>> | undefined =>
  directoryColumns(row ?? {}).optionalValue("legacy_attributes", isMapOfTexts);

const endingFrom = (columns: Columns): Pick<UserProfile, "ending" | "missingSubs"> => {
  const at = columns.optionalText("pool_ended_at");
  const missingSubs = columns.texts("missing_subs");
  return {
    ...(at !== undefined && { ending: { at, complete: columns.flag("ending_complete") } }),
    ...(missingSubs.length > 0 && { missingSubs }),
  };
};

export const membershipFrom = (row: Row | undefined): Membership | undefined =>
  row === undefined ? undefined : membershipIn(row);

export const membershipIn = (row: Row): Membership => {
  const columns = directoryColumns(row);
  const leftAt = columns.optionalText("left_at");
  const suspendedAt = columns.optionalText("suspended_at");
  return {
    userId: columns.text("user_id"),
    systemAccountId: columns.text("system_account_id"),
    role: columns.text("role"),
    status: columns.oneOf("status", MEMBERSHIP_STATUSES),
    ...(columns.flag("owner") && { owner: true }),
    ...(leftAt !== undefined && { leftAt }),
    ...(suspendedAt !== undefined && { suspendedAt }),
  };
};

export const accountFrom = (row: Row | undefined): Account | undefined => {
  if (row === undefined) return undefined;
  const columns = directoryColumns(row);
  const ownerCount = columns.optionalNumber("owner_count");
  return {
    systemAccountId: columns.text("system_account_id"),
    visibleAccountId: columns.text("visible_account_id"),
    cellId: columns.text("cell_id"),
    name: columns.text("name"),
    status: columns.oneOf("status", ACCOUNT_STATUSES),
    ...(ownerCount !== undefined && { ownerCount }),
  };
};

export const legacyFrom = (row: Row | undefined): LegacyIdentity | undefined => {
  if (row === undefined) return undefined;
  const columns = directoryColumns(row);
  const state = columns.oneOf("state", LEGACY_STATES);
  const [sub, nextSub] = [columns.optionalText("sub"), columns.optionalText("next_sub")];
  return {
    legacyId: columns.text("legacy_id"),
    userId: columns.text("user_id"),
    state,
    email: columns.optionalText("email"),
    // Earlier releases wrote both into one column.
    sub: state === "LINKED" ? sub : (nextSub ?? sub),
    ...(state === "LINKED" && nextSub !== undefined && { nextSub }),
    entitlements: columns.optionalValue("entitlements", isEntitlements),
  };
};

const isEntitlements = (value: unknown): value is NonNullable<LegacyIdentity["entitlements"]> =>
  isRecord(value) &&
  Array.isArray(value.memberships) &&
  value.memberships.every(
    (each) => isRecord(each) && typeof each.systemAccountId === "string" && typeof each.role === "string",
  ) &&
  isTexts(value.groups) &&
  isMapOfTexts(value.attributes);

export const accountRow = (account: Account): Row => ({
  ...accountRowKey(account.systemAccountId),
  system_account_id: account.systemAccountId,
  visible_account_id: account.visibleAccountId,
  cell_id: account.cellId,
  name: account.name,
  status: account.status,
  ...(account.ownerCount !== undefined && { owner_count: account.ownerCount }),
});

export const membershipRows = (membership: Membership): Row[] => {
  const { userId, systemAccountId, role, status, owner } = membership;
  const body = {
    user_id: userId,
    system_account_id: systemAccountId,
    ...{ role, status },
    ...(owner === true && { owner }),
  };
  return [
    { ...membershipRowKey(userId, systemAccountId), ...body },
    { ...memberRowKey(systemAccountId, userId), ...body },
  ];
};

/** Of a membership that ended. */
export const formerMembershipRow = ({
  userId,
  systemAccountId,
  role,
  leftAt,
  suspendedAt,
}: Membership): Row => ({
  ...formerMembershipRowKey(userId, systemAccountId),
  user_id: userId,
  system_account_id: systemAccountId,
  ...{ role, status: "REMOVED" satisfies MembershipStatus },
  ...(leftAt !== undefined && { left_at: leftAt }),
  ...(suspendedAt !== undefined && { suspended_at: suspendedAt }),
});

/** The rows of a prepared legacy user: identity and profile exist before the first sign-in. */
export const preparedRows = (legacyId: string, profile: UserProfile): Row[] => [
  {
    ...legacyIdentityRowKey(legacyId),
    legacy_id: legacyId,
    user_id: profile.userId,
    email: profile.email,
    state: "PREPARED" satisfies LegacyState,
  },
  {
    ...profileRowKey(profile.userId),
    user_id: profile.userId,
    email: profile.email,
    status: profile.status,
    legacy_id: legacyId,
    active_account_id: profile.activeAccountId,
    groups: profile.groups,
    membership_count: profile.membershipCount,
    membership_version: profile.membershipVersion,
  },
];

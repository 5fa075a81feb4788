/** Converts rows of the directory table to domain values and back. */
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
import { accountKey, legacyKey, memberKey, membershipKey, profileKey } from "./row-keys.js";

export type Row = Readonly<Record<string, unknown>>;

/** Reads an optional attribute. */
export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export const profileFrom = (row: Row | undefined): UserProfile | undefined =>
  row && {
    userId: String(row.user_id),
    email: String(row.email),
    status: String(row.status) as UserStatus,
    sub: text(row.sub),
    legacyId: text(row.legacy_id),
    activeAccountId: text(row.active_account_id),
    groups: Array.isArray(row.groups) ? row.groups.map(String) : [],
    membershipCount: Number(row.membership_count ?? 0),
    membershipVersion: Number(row.membership_version ?? 0),
    attributes: row.legacy_attributes as UserProfile["attributes"],
    passwordPending: row.password_pending === true ? true : undefined,
    mergedInto: text(row.merge_into),
  };

export const membershipFrom = (row: Row | undefined): Membership | undefined =>
  row && {
    userId: String(row.user_id),
    systemAccountId: String(row.system_account_id),
    role: String(row.role),
    status: String(row.status) as MembershipStatus,
    ...(row.owner === true && { owner: true }),
    ...(typeof row.left_at === "string" && { leftAt: row.left_at }),
  };

export const accountFrom = (row: Row | undefined): Account | undefined =>
  row && {
    systemAccountId: String(row.system_account_id),
    visibleAccountId: String(row.visible_account_id),
    cellId: String(row.cell_id),
    name: String(row.name),
    status: String(row.status) as AccountStatus,
    ...(row.owner_count !== undefined && { ownerCount: Number(row.owner_count) }),
  };

export const legacyFrom = (row: Row | undefined): LegacyIdentity | undefined =>
  row && {
    legacyId: String(row.legacy_id),
    userId: String(row.user_id),
    state: String(row.state) as LegacyState,
    sub: text(row.sub),
    entitlements: row.entitlements as LegacyIdentity["entitlements"],
  };

export const accountRow = (account: Account): Row => ({
  ...accountKey(account.systemAccountId),
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
    { ...membershipKey(userId, systemAccountId), ...body },
    { ...memberKey(systemAccountId, userId), ...body },
  ];
};

/** The rows of a prepared legacy user: identity and profile exist before the first sign-in. */
export const preparedRows = (legacyId: string, profile: UserProfile): Row[] => [
  {
    ...legacyKey(legacyId),
    legacy_id: legacyId,
    user_id: profile.userId,
    state: "PREPARED" satisfies LegacyState,
  },
  {
    ...profileKey(profile.userId),
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

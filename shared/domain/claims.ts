/**
 * The claims that tokens carry beside Cognito's own: the user, the active account, the role and
 * cell in it. Their number does not grow with the number of memberships; `membership_version`
 * lets an application notice that it should refresh.
 */
import type { ActiveStanding, UserProfile } from "./account.js";
import { isRole, type Roles, roleGroup } from "./role.js";

export type ClaimValue = string | number;
export type AccountClaims = {
  readonly claims: Readonly<Record<string, ClaimValue>>;
  /** Groups to add to those that the pool knows. */
  readonly groups: readonly string[];
};

/** Claims of a user who has no usable account, or whose accounts could not be read. */
export const userClaims = (userId: string, legacyId: string | undefined): AccountClaims => ({
  claims: { user_id: userId, ...(legacyId !== undefined && { legacy_id: legacyId }) },
  groups: [],
});

/** Claims of a user; with `standing`, of their active account too. A role that the stage does not have gives no group. */
export const accountClaims = (
  profile: UserProfile,
  standing: ActiveStanding | undefined,
  roles: Roles,
): AccountClaims => {
  const base = userClaims(profile.userId, profile.legacyId);
  const counts = {
    membership_count: profile.membershipCount,
    membership_version: profile.membershipVersion,
  };
  if (!standing) return { claims: { ...base.claims, ...counts }, groups: profile.groups };
  const { account, membership } = standing;
  return {
    claims: {
      ...base.claims,
      ...counts,
      system_account_id: account.systemAccountId,
      visible_account_id: account.visibleAccountId,
      cell_id: account.cellId,
      role: membership.role,
    },
    groups: [...profile.groups, ...(isRole(roles, membership.role) ? [roleGroup(membership.role)] : [])],
  };
};

/** Both lists, each group once, in order: `groupsToOverride` replaces, so the pool's groups come along. */
export const mergeGroups = (pool: readonly string[], ours: readonly string[]): string[] => [
  ...new Set([...pool, ...ours]),
];

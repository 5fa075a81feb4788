/**
 * Token claims beside Cognito's own: the user, the active account, and the role and cell in it. Their number
 * does not grow with the number of memberships. `membership_version` lets an application detect stale tokens.
 */
import type { ActiveStanding, UserProfile } from "./account.js";
import { refuseGroup } from "./group-name.js";
import { isRole, type Roles, roleGroup, roleNames } from "./role.js";

export type ClaimValue = string | number;
export type AccountClaims = {
  readonly claims: Readonly<Record<string, ClaimValue>>;
  /** Groups to add to the pool's groups. */
  readonly groups: readonly string[];
};

/** Claims of a user without a usable account, or whose accounts could not be read. */
export const userClaims = (userId: string, legacyId: string | undefined): AccountClaims => ({
  claims: { user_id: userId, ...(legacyId !== undefined && { legacy_id: legacyId }) },
  groups: [],
});

/**
 * Claims of a user and, with `standing`, of the active account. A role unknown to the stage gives no group.
 */
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
  // The stage may have got a role since the group was given.
  const roleGroups = roleNames(roles).map(roleGroup);
  const given = profile.groups.filter((group) => refuseGroup(group, roleGroups) !== "role_group");
  if (!standing) return { claims: { ...base.claims, ...counts }, groups: given };
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
    groups: [...given, ...(isRole(roles, membership.role) ? [roleGroup(membership.role)] : [])],
  };
};

/**
 * Both lists in order, without duplicates. Includes the pool's groups, because `groupsToOverride` replaces
 * them.
 */
export const mergeGroups = (pool: readonly string[], ours: readonly string[]): string[] => [
  ...new Set([...pool, ...ours]),
];

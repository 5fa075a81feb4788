/** The group claims of a user (developer guide, "Adding groups to a user pool"). */
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";

export interface GroupClaims {
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  /**
   * The role of the group with the lowest precedence. Absent if groups with equal precedence name different
   * roles.
   */
  readonly preferredRole?: string;
}

export function groupClaims(pool: Pool, user: User): GroupClaims {
  const groups = user.groups
    .flatMap((name) => pool.groups.get(name) ?? [])
    .sort((left, right) => (left.precedence ?? Infinity) - (right.precedence ?? Infinity));
  const roles = [...new Set(groups.flatMap(({ roleArn }) => roleArn ?? []))];
  const first = groups.find(({ roleArn }) => roleArn !== undefined);
  const rivals = groups.filter(({ roleArn, precedence }) => roleArn && precedence === first?.precedence);
  const preferred = rivals.every(({ roleArn }) => roleArn === first?.roleArn) ? first?.roleArn : undefined;
  return {
    groups: groups.map(({ name }) => name),
    roles,
    ...(preferred !== undefined && { preferredRole: preferred }),
  };
}

/**
 * The names of groups in tokens that a mapping, a group rule or a prepared user may give. A group that stands for a
 * role is refused, because only a membership gives a role.
 */
import { keptGroup } from "./text.js";

export const MOST_GROUPS = 20;

/** Why the name cannot be given; undefined if it can. `roleGroups` are the groups of the stage's roles. */
export const refuseGroup = (
  name: string,
  roleGroups: readonly string[],
): "wrong_group" | "role_group" | undefined => {
  if (keptGroup(name) !== name) return "wrong_group";
  return roleGroups.includes(name.toLowerCase()) ? "role_group" : undefined;
};

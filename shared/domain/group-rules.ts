/**
 * Groups that follow from an attribute of the user, as the stage configures them: whoever has
 * `custom:department` Engineering is in the group `engineering`, say.
 */
import { type Roles, roleGroup } from "./role.js";

export type GroupRule = {
  /** A custom attribute, because those are the ones that a client cannot be allowed to write here. */
  readonly attribute: string;
  /** Compared exactly. */
  readonly value: string;
  readonly group: string;
};

/** The groups of a user with these attributes, in the order of the rules. */
export const groupsByAttribute = (
  rules: readonly GroupRule[],
  attributes: Readonly<Record<string, string>>,
): string[] =>
  rules.filter(({ attribute, value }) => attributes[attribute] === value).map(({ group }) => group);

const ATTRIBUTE = /^custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u;
// No comma or space, which separate groups where lists are written as text.
const GROUP = /^[^\s,]{1,128}$/u;
const ROOT = ["attribute", "group", "value"];

/**
 * Reads rules from JSON: a list of `{attribute, value, group}`. A group that stands for a role is
 * refused, because a role comes from a membership and from nothing else.
 * @throws Error that names the first rule that is none.
 */
export const parseGroupRules = (text: string, roles: Roles): GroupRule[] => {
  const ours = roles.map(({ role }) => roleGroup(role));
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new Error("group rules are not a list");
  return list.map((each: unknown, index) => {
    if (!isRule(each)) throw new Error(`group rule ${index + 1} is not {attribute, value, group}`);
    if (ours.includes(each.group.toLowerCase()))
      throw new Error(`group rule ${index + 1} gives the group of a role`);
    return each;
  });
};

const isRule = (value: unknown): value is GroupRule => {
  if (typeof value !== "object" || value === null) return false;
  const { attribute, value: wanted, group } = value as Partial<Record<keyof GroupRule, unknown>>;
  return (
    Object.keys(value).sort().join() === ROOT.join() &&
    typeof attribute === "string" &&
    ATTRIBUTE.test(attribute) &&
    typeof wanted === "string" &&
    wanted !== "" &&
    typeof group === "string" &&
    GROUP.test(group)
  );
};

/**
 * Groups that follow from a user attribute, as the stage configures them. Example: a user whose
 * `custom:department` is Engineering is in the group `engineering`.
 */
import { refuseGroup } from "./group-name.js";
import { type Roles, roleGroup } from "./role.js";

export type GroupRule = {
  /** A custom attribute, because clients have no write access to these. */
  readonly attribute: string;
  /** Compared exactly. */
  readonly value: string;
  readonly group: string;
};

/** The groups for these attributes, in the order of the rules. */
export const groupsByAttribute = (
  rules: readonly GroupRule[],
  attributes: Readonly<Record<string, string>>,
): string[] =>
  rules.filter(({ attribute, value }) => attributes[attribute] === value).map(({ group }) => group);

const ATTRIBUTE = /^custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u;
const ROOT = ["attribute", "group", "value"];

/**
 * Reads rules from JSON: a list of `{attribute, value, group}`. The group of a role is refused, because only
 * a membership gives a role.
 * @throws Error that names the first invalid rule.
 */
export const parseGroupRules = (text: string, roles: Roles): GroupRule[] => {
  const ours = roles.map(({ role }) => roleGroup(role));
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new Error("group rules are not a list");
  return list.map((each: unknown, index) => {
    const refused = isRule(each) ? refuseGroup(each.group, ours) : "wrong_group";
    if (!isRule(each) || refused === "wrong_group")
      throw new Error(`group rule ${index + 1} is not {attribute, value, group}`);
    if (refused === "role_group") throw new Error(`group rule ${index + 1} gives the group of a role`);
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
    typeof group === "string"
  );
};

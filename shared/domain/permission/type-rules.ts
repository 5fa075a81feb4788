/**
 * The stage's rules by resource type: actions beyond the standard ones, and the actions of members of the
 * resource's department and project. `*` means all other types.
 */
import { type Roles, roleNames } from "../role.js";
import { isAction, STANDARD_ACTIONS } from "./action.js";
import { isResourceType } from "./resource.js";

export type TypeRule = {
  /** Actions beyond read, write and admin. */
  readonly actions: readonly string[];
  /** Actions of members of the resource's department. */
  readonly department: readonly string[];
  /** Actions of members of the resource's project. */
  readonly project: readonly string[];
};

export type TypeRules = Readonly<Record<string, TypeRule>>;

const NONE: TypeRule = { actions: [], department: [], project: [] };

export const typeRule = (rules: TypeRules, type: string): TypeRule =>
  (Object.hasOwn(rules, type) ? rules[type] : rules["*"]) ?? NONE;

export const knowsAction = (rules: TypeRules, type: string, action: string): boolean =>
  [...STANDARD_ACTIONS, ...typeRule(rules, type).actions].includes(action);

/**
 * Reads the rules from JSON: `{"invoice": {"actions": ["approve"], "department": ["read"]}}`.
 * @throws Error that names the invalid type, or the role with an action that its type does not have.
 */
export const parseTypeRules = (text: string, roles: Roles): TypeRules => {
  const read: unknown = JSON.parse(text);
  if (typeof read !== "object" || read === null || Array.isArray(read))
    throw new Error("permission rules must be an object keyed by resource type");
  const rules = Object.fromEntries(
    Object.entries(read).map(([type, rule]: [string, unknown]) => [type, ruleOf(type, rule)]),
  );
  for (const [type, { department, project }] of Object.entries(rules))
    refuseUnknown(rules, `the permission rule of ${type}`, { [type]: [...department, ...project] });
  for (const name of roleNames(roles))
    refuseUnknown(rules, `role ${name}`, roles.find(({ role }) => role === name)?.permissions ?? {});
  return rules;
};

const ruleOf = (type: string, value: unknown): TypeRule => {
  const known = type === "*" || isResourceType(type);
  if (!known || !isRule(value)) throw new Error(`the permission rule of ${type} is not well formed`);
  return { ...NONE, ...value };
};

const isRule = (value: unknown): value is Partial<TypeRule> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(value).every(
    ([name, actions]) => Object.hasOwn(NONE, name) && Array.isArray(actions) && actions.every(isAction),
  );

const refuseUnknown = (
  rules: TypeRules,
  whose: string,
  permissions: Readonly<Record<string, readonly string[]>>,
): void => {
  for (const [type, actions] of Object.entries(permissions))
    for (const action of actions)
      if (!knowsAction(rules, type, action)) throw new Error(`${whose} has the unknown action ${action}`);
};

/**
 * The roles that members of an account can have, as the stage configures them, highest first. A role lists
 * the actions that its holders may do on every resource of the account, by resource type. `*` stands for all
 * types that the role does not name. For a named type only its own list counts: nothing is added from `*` or
 * from lower roles.
 */
import { isAction } from "./permission/action.js";
import { isResourceType } from "./permission/resource.js";

export type Role = string;

export type RoleDefinition = {
  readonly role: Role;
  /** Actions by resource type. */
  readonly permissions: Readonly<Record<string, readonly string[]>>;
};

/** Ordered by precedence, highest first. */
export type Roles = readonly RoleDefinition[];

/** The role that administers an account. It is every stage's highest role and allows everything. */
export const ADMIN: Role = "Admin";

export const DEFAULT_ROLES: Roles = [
  { role: ADMIN, permissions: { "*": ["admin"] } },
  { role: "Manager", permissions: { "*": ["write"] } },
  { role: "Viewer", permissions: { "*": ["read"] } },
];

export const roleNames = (roles: Roles): Role[] => roles.map(({ role }) => role);

export const isRole = (roles: Roles, name: string): name is Role => roles.some(({ role }) => role === name);

/** The stage's role with the lowest precedence; undefined if the stage has no roles. */
export const lowestRole = (roles: Roles): Role | undefined => roles.at(-1)?.role;

/** Whether the held role is the wanted one or a higher one. False for a role that the stage does not have. */
export const atLeast = (roles: Roles, held: Role | undefined, wanted: Role): boolean => {
  const rank = roles.findIndex(({ role }) => role === held);
  return rank >= 0 && rank <= roles.findIndex(({ role }) => role === wanted);
};

/** The actions of a role on resources of a type; none for a role that the stage does not have. */
export const roleActions = (roles: Roles, held: Role | undefined, type: string): readonly string[] => {
  const permissions = roles.find(({ role }) => role === held)?.permissions ?? {};
  return (Object.hasOwn(permissions, type) ? permissions[type] : permissions["*"]) ?? [];
};

/** The group of a role in tokens and in the user pool: `admins` for Admin. */
export const roleGroup = (role: Role): string => `${role.toLowerCase()}s`;

const ROLE = /^[A-Z][A-Za-z0-9]{0,31}$/;
const MOST_ROLES = 16;

/**
 * Reads roles from JSON: a list of `{role, permissions}`, highest first, starting with Admin.
 * @throws Error that names the first invalid role.
 */
export const parseRoles = (text: string): Roles => {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list) || list.length > MOST_ROLES)
    throw new Error(`roles are not a list of at most ${MOST_ROLES}`);
  const roles = list.map((each: unknown, index) => {
    if (!isDefinition(each)) throw new Error(`role ${index + 1} is not {role, permissions}`);
    return each;
  });
  const groups = roles.map(({ role }) => roleGroup(role));
  const twice = groups.findIndex((group, index) => groups.indexOf(group) < index);
  if (twice >= 0) throw new Error(`role ${twice + 1} has the same name as another role`);
  if (roles[0]?.role !== ADMIN || JSON.stringify(roles[0].permissions) !== '{"*":["admin"]}')
    throw new Error(`role 1 is not ${ADMIN} with {"*": ["admin"]}`);
  return roles;
};

const isDefinition = (value: unknown): value is RoleDefinition => {
  if (typeof value !== "object" || value === null) return false;
  const { role, permissions } = value as Partial<Record<keyof RoleDefinition, unknown>>;
  return (
    Object.keys(value).sort().join() === "permissions,role" &&
    typeof role === "string" &&
    ROLE.test(role) &&
    typeof permissions === "object" &&
    permissions !== null &&
    Object.entries(permissions).every(
      ([type, actions]) =>
        (type === "*" || isResourceType(type)) && Array.isArray(actions) && actions.every(isAction),
    )
  );
};

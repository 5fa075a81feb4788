/**
 * The access token's scopes that follow from the role in the active account. Scopes only narrow
 * what a token may be used for; whether a user may do something is always asked of the directory.
 */
import { anyContains, STANDARD_ACTIONS } from "./permission/action.js";
import { type Role, type Roles, roleActions } from "./role.js";

const TYPE = "account";
const scopeOf = (action: string): string => `${TYPE}/${action}`;
const SCOPES: readonly string[] = STANDARD_ACTIONS.map(scopeOf);

/** The scope of tokens that people get by signing in to our own client, through the API. */
const FIRST_PARTY = "aws.cognito.signin.user.admin";

/** The scopes of what a role may do to the account. */
export const roleScopes = (roles: Roles, role: Role | undefined): string[] => {
  const held = roleActions(roles, role, TYPE);
  return STANDARD_ACTIONS.filter((action) => anyContains(held, action)).map(scopeOf);
};

/** Whether a token is of our own client: only such tokens may be used for what is the person's own. */
export const isOwnClient = (scopes: readonly string[]): boolean => scopes.includes(FIRST_PARTY);

/** Whether a token with these scopes may be used for what every member may do. */
export const mayRead = (scopes: readonly string[]): boolean =>
  isOwnClient(scopes) || scopes.some((scope) => SCOPES.includes(scope));

/**
 * Whether a token with these scopes may be used for what the role is needed for. A token of our own client
 * may for whatever its user may; one of another client needs the highest scope that the role gives.
 */
export const scopesCover = (scopes: readonly string[], wanted: Role, roles: Roles): boolean =>
  isOwnClient(scopes) || scopes.includes(roleScopes(roles, wanted).at(-1) ?? scopeOf("read"));

/** Whether a token with these scopes may be used for an action on a resource of the account. */
export const scopesAllow = (scopes: readonly string[], action: string): boolean => {
  // Actions that a stage configures change something: they need what writing needs.
  const needed = STANDARD_ACTIONS.find((each) => each === action) ?? "write";
  const held = STANDARD_ACTIONS.filter((each) => scopes.includes(scopeOf(each)));
  return scopes.includes(FIRST_PARTY) || anyContains(held, needed);
};

/**
 * A role covers the scopes of what it may do to the account itself. Our own client gets all of them.
 * Another client asked for what it needs (OAuth), and gets no more than that, and nothing that the role
 * does not cover. Without a role there are none.
 */
export const accountScopes = (
  requested: readonly string[],
  role: Role | undefined,
  roles: Roles,
): { readonly scopesToAdd: readonly string[]; readonly scopesToSuppress: readonly string[] } => {
  const covered = roleScopes(roles, role);
  return {
    scopesToAdd: isOwnClient(requested) ? covered.filter((scope) => !requested.includes(scope)) : [],
    scopesToSuppress: requested.filter((scope) => SCOPES.includes(scope) && !covered.includes(scope)),
  };
};

/**
 * The access token scopes that follow from the role in the active account. Scopes only restrict a token.
 * Whether a user may do something is always read from the directory.
 */
import { anyContains, STANDARD_ACTIONS } from "./permission/action.js";
import { type Role, type Roles, roleActions } from "./role.js";

const TYPE = "account";
const scopeOf = (action: string): string => `${TYPE}/${action}`;
const SCOPES: readonly string[] = STANDARD_ACTIONS.map(scopeOf);

/** The scope of tokens from a sign-in with our own client, through the API. With it, a token acts on its user at Cognito. */
const COGNITO_SCOPE = "aws.cognito.signin.user.admin";
/** Replaces it in tokens that applications hold. No client can request it: no resource server of the pool has it. */
const OWN_SCOPE = "identity/self";

/** The scopes that cover the role's actions on the account. */
export const roleScopes = (roles: Roles, role: Role | undefined): string[] => {
  const held = roleActions(roles, role, TYPE);
  return STANDARD_ACTIONS.filter((action) => anyContains(held, action)).map(scopeOf);
};

/** Whether the token is from our own client. Only such tokens work on routes about the user. */
export const isOwnClient = (scopes: readonly string[]): boolean =>
  scopes.includes(COGNITO_SCOPE) || scopes.includes(OWN_SCOPE);

/** Whether a token with these scopes covers what every member may do. */
export const mayRead = (scopes: readonly string[]): boolean =>
  isOwnClient(scopes) || scopes.some((scope) => SCOPES.includes(scope));

/**
 * Whether a token with these scopes covers an operation that needs the role `wanted`. A token of our own
 * client covers everything that its user may do. A token of another client needs the highest scope that the
 * role gives.
 */
export const scopesCover = (scopes: readonly string[], wanted: Role, roles: Roles): boolean =>
  isOwnClient(scopes) || scopes.includes(roleScopes(roles, wanted).at(-1) ?? scopeOf("read"));

/** Whether a token with these scopes covers an action on a resource of the account. */
export const scopesAllow = (scopes: readonly string[], action: string): boolean => {
  // Actions that a stage configures change data, so they need the write scope.
  const needed = STANDARD_ACTIONS.find((each) => each === action) ?? "write";
  const held = STANDARD_ACTIONS.filter((each) => scopes.includes(scopeOf(each)));
  return isOwnClient(scopes) || anyContains(held, needed);
};

/**
 * Scopes to add and to suppress. A role covers the scopes of its actions on the account itself. Our own
 * client gets all of them. Another client gets only scopes that it requested (OAuth) and that the role
 * covers. Without a role, no scopes are covered. `leaving`: an application will hold the tokens.
 */
export const accountScopes = (
  requested: readonly string[],
  role: Role | undefined,
  roles: Roles,
  { leaving }: { readonly leaving: boolean },
): { readonly scopesToAdd: readonly string[]; readonly scopesToSuppress: readonly string[] } => {
  const own = requested.includes(COGNITO_SCOPE);
  const covered = [...roleScopes(roles, role), ...(own && leaving ? [OWN_SCOPE] : [])];
  const isRefused = (scope: string): boolean =>
    ([OWN_SCOPE, ...SCOPES].includes(scope) && !covered.includes(scope)) ||
    (leaving && scope === COGNITO_SCOPE);
  return {
    scopesToAdd: own ? covered.filter((scope) => !requested.includes(scope)) : [],
    scopesToSuppress: requested.filter(isRefused),
  };
};

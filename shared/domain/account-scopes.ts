/**
 * The access token's scopes that follow from the role in the active account. Scopes only narrow
 * what a token may be used for; whether a user may do something is always asked of the directory.
 */
import type { Role } from "./account.js";

const SCOPES = {
  Viewer: ["account/read"],
  Manager: ["account/read", "account/write"],
  Admin: ["account/read", "account/write", "account/admin"],
} as const satisfies Record<Role, readonly string[]>;

/** The scope of tokens that people get by signing in to our own client, through the API. */
const FIRST_PARTY = "aws.cognito.signin.user.admin";

const isAccountScope = (scope: string): boolean => (SCOPES.Admin as readonly string[]).includes(scope);

/**
 * Whether a token with these scopes may be used for what the role is needed for. A token of our own client
 * may for whatever its user may; one of another client needs the highest scope that the role gives.
 */
export const scopesCover = (scopes: readonly string[], wanted: Role): boolean =>
  scopes.includes(FIRST_PARTY) || scopes.includes(SCOPES[wanted].at(-1) ?? "");

/**
 * Our own client gets every scope of the role. Another client asked for what it needs (OAuth), and
 * gets no more than that, and nothing that the role does not cover. Without a role there are none.
 */
export const accountScopes = (
  requested: readonly string[],
  role: Role | undefined,
): { readonly scopesToAdd: readonly string[]; readonly scopesToSuppress: readonly string[] } => {
  const covered: readonly string[] = role === undefined ? [] : SCOPES[role];
  return {
    scopesToAdd: requested.includes(FIRST_PARTY) ? covered.filter((scope) => !requested.includes(scope)) : [],
    scopesToSuppress: requested.filter((scope) => isAccountScope(scope) && !covered.includes(scope)),
  };
};

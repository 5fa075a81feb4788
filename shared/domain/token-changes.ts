/**
 * Token changes made by PreTokenGeneration, and their form in each event version. Cognito suppresses a claim
 * that is both added and suppressed, so a suppressed claim stays out.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
import { type ClaimValue, mergeGroups } from "./claims.js";

export type TokenChanges = {
  readonly claims: Readonly<Record<string, ClaimValue>>;
  /** Groups to add to the pool's groups. */
  readonly groups: readonly string[];
  readonly scopesToAdd: readonly string[];
  readonly scopesToSuppress: readonly string[];
};

/** The group values that the pool itself would write. */
export type PoolGroups = {
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole: string | undefined;
};

/** For machine tokens and unknown users: the tokens stay as the pool makes them. */
export const NO_CHANGES: TokenChanges = { claims: {}, groups: [], scopesToAdd: [], scopesToSuppress: [] };

/**
 * The trigger's response. Version 1 changes only the ID token and takes strings. Later versions change both
 * tokens. `pool` is absent for machines, which have no groups.
 */
export const tokenResponse = (
  version: string,
  pool: PoolGroups | undefined,
  changes: TokenChanges,
  suppressed: readonly string[],
): object => {
  const groups = pool === undefined ? {} : { groupOverrideDetails: groupDetails(pool, changes.groups) };
  const claims = {
    claimsToAddOrOverride: changes.claims,
    ...(suppressed.length > 0 && { claimsToSuppress: suppressed }),
  };
  if (version === "1") {
    const claimsToAddOrOverride = Object.fromEntries(
      Object.entries(changes.claims).map(([name, value]) => [name, String(value)]),
    );
    return { claimsOverrideDetails: { ...claims, claimsToAddOrOverride, ...groups } };
  }
  const { scopesToAdd, scopesToSuppress } = changes;
  return {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: claims,
      accessTokenGeneration: { ...claims, scopesToAdd, scopesToSuppress },
      ...groups,
    },
  };
};

// The override replaces all values: a value that is left out here disappears from the tokens.
const groupDetails = (pool: PoolGroups, ours: readonly string[]) => ({
  groupsToOverride: mergeGroups(pool.groups, ours),
  iamRolesToOverride: pool.roles,
  ...(pool.preferredRole !== undefined && { preferredRole: pool.preferredRole }),
});

/**
 * What PreTokenGeneration changes in the tokens, and how each event version wants to hear it. A
 * claim that is both added and suppressed is suppressed, so what a stage suppresses stays out.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
import { type ClaimValue, mergeGroups } from "./claims.js";

export type TokenChanges = {
  readonly claims: Readonly<Record<string, ClaimValue>>;
  /** Groups to add to those that the pool knows. */
  readonly groups: readonly string[];
  readonly scopesToAdd: readonly string[];
  readonly scopesToSuppress: readonly string[];
};

/** What the pool itself would write about groups. */
export type PoolGroups = {
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole: string | undefined;
};

/** Tokens of machines and of people whom nobody knows: as the pool makes them. */
export const NO_CHANGES: TokenChanges = { claims: {}, groups: [], scopesToAdd: [], scopesToSuppress: [] };

/**
 * The trigger's response. Version 1 reaches the ID token only and takes strings; later versions
 * reach both tokens. `pool` is absent for machines, which have no groups.
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

// Present means complete: what is left out here would vanish from the tokens.
const groupDetails = (pool: PoolGroups, ours: readonly string[]) => ({
  groupsToOverride: mergeGroups(pool.groups, ours),
  iamRolesToOverride: pool.roles,
  ...(pool.preferredRole !== undefined && { preferredRole: pool.preferredRole }),
});

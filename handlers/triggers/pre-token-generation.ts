/**
 * Cognito PreTokenGeneration, event version 2: sign-in, new password, remembered device, hosted
 * sign-in and refresh. Puts the account claims into both tokens. It runs at every refresh, so what
 * it does when accounts cannot be read is a setting of the stage.
 */
import { mergeGroups, type UnreadablePolicy } from "../../shared/domain/claims.js";
import { preTokenGenerationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { issueClaims } from "../../shared/flows/issue-claims.js";
import type { Ports } from "../../shared/ports.js";
import {
  audit,
  clock,
  directory,
  logger,
  metrics,
  pools,
  unreadableClaims,
  wired,
} from "../../shared/wiring.js";

type Deps = Pick<Ports, "audit" | "clock" | "directory" | "logger" | "metrics" | "pools"> & {
  readonly unreadable: UnreadablePolicy;
};

export const preTokenGeneration = (deps: Deps) =>
  cognitoTrigger(deps, preTokenGenerationEvent, async ({ user, pool }) => {
    const { claims, groups } = await issueClaims(deps, user, deps.unreadable);
    return {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: claims },
        accessTokenGeneration: { claimsToAddOrOverride: claims },
        // Present means complete: what is left out here would vanish from the tokens.
        groupOverrideDetails: {
          groupsToOverride: mergeGroups(pool.groups, groups),
          iamRolesToOverride: pool.roles,
          ...(pool.preferredRole !== undefined && { preferredRole: pool.preferredRole }),
        },
      },
    };
  });

export const handler = wired(preTokenGeneration, {
  audit,
  clock,
  directory,
  logger,
  metrics,
  pools,
  unreadable: unreadableClaims,
});

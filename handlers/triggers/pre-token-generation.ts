/**
 * Cognito PreTokenGeneration, event versions 1 to 3: sign-in, new password, remembered device, hosted sign-in,
 * refresh and client credentials. Adds the account claims to both tokens. It runs at every refresh, so a
 * setting of the stage decides what happens when accounts cannot be read.
 */
import { NO_CHANGES, tokenResponse } from "../../shared/domain/token-changes.js";
import { preTokenGenerationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { type IssueClaimsDeps, issueClaims } from "../../shared/flows/sign-in/issue-claims.js";
import { triggerPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { tokenClaimsPorts } from "../../shared/wiring/triggers.js";

type Deps = TriggerDeps & IssueClaimsDeps;

export const preTokenGeneration = (deps: Deps) =>
  cognitoTrigger(deps, preTokenGenerationEvent, async ({ version, machine, pool, ...input }) => {
    const { suppressed } = deps.claimPolicy;
    // Client credentials have no user: the client keeps its scopes and has no account.
    if (machine) return tokenResponse(version, undefined, NO_CHANGES, suppressed);
    return tokenResponse(version, pool, await issueClaims(deps, input), suppressed);
  });

export const handler = wired(preTokenGeneration, { ...triggerPorts, ...tokenClaimsPorts });

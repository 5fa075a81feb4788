/**
 * Cognito PreTokenGeneration, event versions 1 to 3: sign-in, new password, remembered device,
 * hosted sign-in, refresh and machines. Puts the account claims into both tokens. It runs at every
 * refresh, so what it does when accounts cannot be read is a setting of the stage.
 */
import { NO_CHANGES, tokenResponse } from "../../shared/domain/token-changes.js";
import { preTokenGenerationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { type IssueClaimsDeps, issueClaims } from "../../shared/flows/sign-in/issue-claims.js";
import { claimsPorts, triggerPorts, wired } from "../../shared/wiring/index.js";

type Deps = TriggerDeps & IssueClaimsDeps;

export const preTokenGeneration = (deps: Deps) =>
  cognitoTrigger(deps, preTokenGenerationEvent, async ({ version, machine, pool, ...input }) => {
    const { suppressed } = deps.claimPolicy;
    // A machine is no user: its client has the scopes that it was given, and no account.
    if (machine) return tokenResponse(version, undefined, NO_CHANGES, suppressed);
    return tokenResponse(version, pool, await issueClaims(deps, input), suppressed);
  });

export const handler = wired(preTokenGeneration, { ...triggerPorts, ...claimsPorts });

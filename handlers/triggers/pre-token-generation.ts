/**
 * Cognito PreTokenGeneration, event versions 1 to 3: sign-in, new password, remembered device,
 * hosted sign-in, refresh and machines. Puts the account claims into both tokens. It runs at every
 * refresh, so what it does when accounts cannot be read is a setting of the stage.
 */
import type { ClaimPolicy } from "../../shared/domain/claim-policy.js";
import { NO_CHANGES, tokenResponse } from "../../shared/domain/token-changes.js";
import { preTokenGenerationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { issueClaims } from "../../shared/flows/sign-in/issue-claims.js";
import type { Ports } from "../../shared/ports/index.js";
import {
  audit,
  claimPolicy,
  clock,
  deadline,
  directory,
  logger,
  metrics,
  pools,
  wired,
} from "../../shared/wiring/index.js";

type Deps = Pick<Ports, "audit" | "clock" | "deadline" | "directory" | "logger" | "metrics" | "pools"> & {
  readonly policy: ClaimPolicy;
};

export const preTokenGeneration = (deps: Deps) =>
  cognitoTrigger(deps, preTokenGenerationEvent, async ({ version, machine, pool, ...input }) => {
    const { suppressed } = deps.policy;
    // A machine is no user: its client has the scopes that it was given, and no account.
    if (machine) return tokenResponse(version, undefined, NO_CHANGES, suppressed);
    return tokenResponse(version, pool, await issueClaims(deps, input, deps.policy), suppressed);
  });

export const handler = wired(preTokenGeneration, {
  audit,
  clock,
  deadline,
  directory,
  logger,
  metrics,
  pools,
  policy: claimPolicy,
});

/**
 * Cognito DefineAuthChallenge: decides the next step after each step of a custom sign-in. No other trigger
 * lets Cognito issue tokens. The first call always answers with a challenge, for unknown users too.
 */
import { defineAuthChallengeEvent } from "../../shared/edge/challenge-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { type DefineChallengeDeps, defineChallenge } from "../../shared/flows/challenge/define-challenge.js";
import { triggerPorts } from "../../shared/wiring/base.js";
import { defineChallengePorts } from "../../shared/wiring/challenge.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = TriggerDeps & DefineChallengeDeps;

export const defineAuthChallenge = (deps: Deps) =>
  cognitoTrigger(deps, defineAuthChallengeEvent, async (input) => {
    const step = await defineChallenge(deps, input);
    // Exactly one of the three: Cognito does not document contradictory flags.
    return {
      ...(step.kind === "ask" && { challengeName: step.name }),
      issueTokens: step.kind === "tokens",
      failAuthentication: step.kind === "failure",
    };
  });

export const handler = wired(defineAuthChallenge, { ...triggerPorts, ...defineChallengePorts });

/**
 * Cognito DefineAuthChallenge: after every step of a custom sign-in it says what is next, and only it
 * can have tokens issued. Whoever begins gets a question first, known or not; nobody gets tokens at the
 * first call.
 */
import { defineAuthChallengeEvent } from "../../shared/edge/challenge-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { type DefineChallengeDeps, defineChallenge } from "../../shared/flows/challenge/define-challenge.js";
import { defineChallengePorts, triggerPorts, wired } from "../../shared/wiring/index.js";

type Deps = TriggerDeps & DefineChallengeDeps;

export const defineAuthChallenge = (deps: Deps) =>
  cognitoTrigger(deps, defineAuthChallengeEvent, async (input) => {
    const step = await defineChallenge(deps, input);
    // Exactly one of the three: what Cognito makes of contradictory flags is nowhere written.
    return {
      ...(step.kind === "ask" && { challengeName: step.name }),
      issueTokens: step.kind === "tokens",
      failAuthentication: step.kind === "failure",
    };
  });

export const handler = wired(defineAuthChallenge, { ...triggerPorts, ...defineChallengePorts });

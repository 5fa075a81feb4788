/**
 * Cognito CreateAuthChallenge: asks the user for a method, then sends the code or the magic link. For an
 * unknown user it does the same, except that it sends no e-mail.
 */
import { createAuthChallengeEvent } from "../../shared/edge/challenge-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { type CreateChallengeDeps, createChallenge } from "../../shared/flows/challenge/create-challenge.js";
import { triggerPorts } from "../../shared/wiring/base.js";
import { createChallengePorts } from "../../shared/wiring/challenge.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = TriggerDeps & CreateChallengeDeps;

export const createAuthChallenge = (deps: Deps) =>
  cognitoTrigger(deps, createAuthChallengeEvent, async (input) => {
    const { open, kept, mark } = await createChallenge(deps, input);
    return {
      publicChallengeParameters: open,
      privateChallengeParameters: kept,
      challengeMetadata: mark,
    };
  });

export const handler = wired(createAuthChallenge, { ...triggerPorts, ...createChallengePorts });
